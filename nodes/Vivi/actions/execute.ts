import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isMessageBatch, sendMessageBatch } from './chat-batch';
import { executeItems } from './execute-items';

/** What the node gives for all its items. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [isMessageBatch(context) ? await sendMessageBatch(context) : await executeItems(context)];
}
