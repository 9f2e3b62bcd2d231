import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { checkPath } from '../../vivi/tool/read-path';
import { readTool } from '../../vivi/tool/read-tool';
import { readToolSecret, type ToolSecret } from '../../vivi/tool/secret';
import type { Tool } from '../../vivi/tool/tool';
import { toNodeError } from '../Vivi/shared/node-errors';

/**
 * The tool that the node's parameters describe.
 * @throws NodeOperationError that names the unusable parameter
 */
export function toolOf(context: IHookFunctions | IWebhookFunctions): Tool {
	const parameter = (name: string) => context.getNodeParameter(name, '') as unknown;
	const { answer, path } = (parameter('options') || {}) as { answer?: unknown; path?: unknown };
	try {
		checkPath(String(path ?? '').trim());
		return readTool({
			name: parameter('toolName'),
			description: parameter('toolDescription'),
			fields: fieldsIn(parameter('fields')),
			answer,
			answersWith: parameter('answerWith') === 'list' ? 'list' : 'record',
		});
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
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

/** The header and secret of the credential. @throws NodeOperationError when they cannot be used */
export async function secretOf(context: IHookFunctions | IWebhookFunctions): Promise<ToolSecret> {
	const entered = await context.getCredentials('viviToolApi');
	try {
		return readToolSecret(entered);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
