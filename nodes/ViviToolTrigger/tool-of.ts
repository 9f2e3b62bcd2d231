import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { checkPath } from '../../vivi/tool/read-path';
import { readTool } from '../../vivi/tool/read-tool';
import { readToolSecret, type ToolSecret } from '../../vivi/tool/secret';
import type { Tool } from '../../vivi/tool/tool';

/**
 * The tool that the node's parameters describe.
 * @throws ViviInputError that names the unusable parameter
 */
export function toolOf(context: IHookFunctions | IWebhookFunctions): Tool {
	const parameter = (name: string) => context.getNodeParameter(name, '') as unknown;
	const { answer, path } = (parameter('options') || {}) as { answer?: unknown; path?: unknown };
	checkPath(String(path ?? '').trim());
	return readTool({
		name: parameter('toolName'),
		description: parameter('toolDescription'),
		fields: fieldsIn(parameter('fields')),
		answer,
		answersWith: parameter('answerWith') === 'list' ? 'list' : 'record',
	});
}

/** The list in the collection; an expression for the whole collection may give the list itself. */
function fieldsIn(collection: unknown): unknown {
	const isCollection =
		typeof collection === 'object' && collection !== null && !Array.isArray(collection);
	if (!isCollection) return collection;
	if (Object.keys(collection).length === 0) return [];
	return Object.hasOwn(collection, 'values')
		? (collection as { values: unknown }).values
		: collection;
}

/** The header and secret of the credential. @throws ViviInputError when they cannot be used */
export async function secretOf(context: IHookFunctions | IWebhookFunctions): Promise<ToolSecret> {
	return readToolSecret(await context.getCredentials('viviToolApi'));
}
