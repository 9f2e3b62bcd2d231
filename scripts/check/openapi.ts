import SwaggerParser from '@apidevtools/swagger-parser';

import { openApiDocument } from '../../sandbox/openapi';
import { secondOpenApiDocument } from '../../sandbox/second-openapi';
import type { JsonObject } from '../../vivi/http/json';
import { toolDocument } from '../../vivi/tool/document';
import { TOOL_FIELD_TYPES, type Tool, type ToolFieldType } from '../../vivi/tool/tool';
import { printFindings } from '../print/terminal';

const SERVER = 'http://127.0.0.1:8787';

/** A tool with a field of each type. */
const tool: Tool = {
	...{ name: 'look_up', description: 'Looks something up', answer: 'What was found' },
	answersWith: 'record',
	fields: (Object.keys(TOOL_FIELD_TYPES) as ToolFieldType[]).map((type) => ({
		...{ name: type, type, description: `A ${type}`, required: true },
		choices: type === 'choice' ? ['one', 'two'] : [],
	})),
};

/** Validates our OpenAPI documents with another project's validator. */
async function main(): Promise<void> {
	const documents: Array<[string, JsonObject]> = [
		['OpenAPI document of the local VIVI', openApiDocument(SERVER)],
		['OpenAPI document of its second personality', secondOpenApiDocument(SERVER)],
		['OpenAPI document of a tool', toolDocument(tool, `${SERVER}/webhook/x`, 'X-Tool-Secret')],
	];
	for (const [name, document] of documents) {
		// It resolves references in place.
		const copy = JSON.parse(JSON.stringify(document)) as never;
		const findings = await SwaggerParser.validate(copy).then(
			() => [],
			(error: unknown) => [String((error as Error).message)],
		);
		printFindings(name, findings);
	}
}

void main();
