import { ViviInputError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Tool, ToolField } from './tool';

/**
 * Makes the OpenAPI document of a tool, with one operation that takes the fields as a flat JSON
 * object. Version 3.0.3, since older importers refuse 3.1. It holds no secret: everybody who knows
 * its address can read it.
 * @param url the address at which the agent calls the tool
 * @param headerName the header in which the caller sends the secret; none when the address is the secret
 * @throws ViviInputError when the address has a query or a fragment, which no path of such a
 * document can have
 */
export function toolDocument(tool: Tool, url: string, headerName?: string): JsonObject {
	const { origin, pathname } = new URL(url);
	if (/[?#]/.test(url)) {
		throw new ViviInputError({
			code: 'invalid_tool',
			field: 'address',
			message: "The address of a tool cannot have a '?' or '#' in it.",
			hint: 'OpenAPI documents name the path of a call only. Use an address that ends before it.',
		});
	}
	return {
		openapi: '3.0.3',
		info: { title: tool.name, version: '1.0.0', description: tool.description },
		servers: [{ url: origin }],
		security: headerName === undefined ? [] : [{ toolSecret: [] }],
		paths: { [pathname]: { post: operationOf(tool) } },
		components: {
			...(headerName !== undefined && {
				securitySchemes: { toolSecret: { type: 'apiKey', in: 'header', name: headerName } },
			}),
			schemas: { Problem: PROBLEM },
		},
	};
}

const PROBLEM: JsonObject = {
	type: 'object',
	properties: {
		error: { type: 'string', description: 'Stable name of the problem' },
		message: { type: 'string', description: 'What is wrong with the call and how to correct it' },
		fields: {
			type: 'array',
			items: {
				type: 'object',
				properties: { field: { type: 'string' }, problem: { type: 'string' } },
			},
		},
	},
};

function operationOf(tool: Tool): JsonObject {
	const required = tool.fields.filter((field) => field.required).map(({ name }) => name);
	const record: JsonObject = { type: 'object', additionalProperties: true };
	const input: JsonObject = {
		type: 'object',
		properties: Object.fromEntries(tool.fields.map((field) => [field.name, schemaOf(field)])),
		...(required.length > 0 && { required }),
	};
	const problem = (description: string): JsonObject => ({
		description,
		content: json({ $ref: '#/components/schemas/Problem' }),
	});
	return {
		operationId: tool.name,
		summary: tool.name,
		description: tool.description,
		requestBody: { required: required.length > 0, content: json(input) },
		responses: {
			'200': {
				description: tool.answer || 'The answer',
				content: json(tool.answersWith === 'list' ? { type: 'array', items: record } : record),
			},
			'400': problem('A field is missing or wrong'),
			'401': problem('The secret is missing or wrong'),
		},
	};
}

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });

function schemaOf({ type, description, choices }: ToolField): JsonObject {
	const described = description === '' ? {} : { description };
	switch (type) {
		case 'text':
		case 'number':
		case 'boolean':
			return { type: type === 'text' ? 'string' : type, ...described };
		case 'choice':
			return { type: 'string', enum: [...choices], ...described };
		case 'date':
			return { type: 'string', format: 'date', ...described };
		case 'list':
			return { type: 'array', items: { type: 'string' }, ...described };
		case 'json':
			// No type: any JSON is allowed.
			return described;
	}
}
