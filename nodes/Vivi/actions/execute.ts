import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { sendMessageBatch } from './chat-batch';
import { isMessageBatch } from './chosen-operation';
import { executeItems } from './execute-items';

/** What the node gives for all its items. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return [isMessageBatch(context) ? await sendMessageBatch(context) : await executeItems(context)];
}
