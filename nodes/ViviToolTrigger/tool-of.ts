import type { IWebhookFunctions } from 'n8n-workflow';

import { readTool } from '../../vivi/tool/read-tool';
import { readToolSecret, type ToolSecret } from '../../vivi/tool/secret';
import type { Tool } from '../../vivi/tool/tool';
import { toNodeError } from '../Vivi/shared/node-errors';

/**
 * The tool that the node's parameters describe.
 * @throws NodeOperationError that names the parameter which cannot be used
 */
export function toolOf(context: IWebhookFunctions): Tool {
	const parameter = (name: string) => context.getNodeParameter(name, '') as unknown;
	const { values } = context.getNodeParameter('fields', {}) as { values?: unknown };
	const { answer } = context.getNodeParameter('options', {}) as { answer?: unknown };
	try {
		return readTool({
			name: parameter('toolName'),
			description: parameter('toolDescription'),
			fields: values,
			answer,
			answersWith: parameter('answerWith') === 'list' ? 'list' : 'record',
		});
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** The header and secret of the credential. @throws NodeOperationError when they cannot be used */
export async function secretOf(context: IWebhookFunctions): Promise<ToolSecret> {
	const entered = await context.getCredentials('viviToolApi');
	try {
		return readToolSecret(entered);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
