import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { channelApi } from '../../../vivi/catalogue/channel-api';
import type { BatchAnswer } from '../../../vivi/chat/batch-answer';
import { chatDescription } from '../../../vivi/chat/description';
import type { OutgoingMessage } from '../../../vivi/chat/message';
import { chatForItem } from '../shared/channel-transport';
import { failedItem, toNodeError } from '../shared/node-errors';
import { messageOf } from './chat';

interface Prepared {
	itemIndex: number;
	message: OutgoingMessage;
}

/**
 * Chat → Send Many Messages: the messages of all items, in as few requests as 'Batch Size' allows. It
 * is the one operation that is not carried out item by item.
 */
export async function sendMessageBatch(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const count = context.getInputData().length;
	const { batchSize = chatDescription.defaults.batchSize } = context.getNodeParameter(
		'options',
		0,
		{},
	) as { batchSize?: number };
	// An expression may give anything; by steps of nothing the loop would never end.
	const size = Math.max(1, Math.trunc(Number(batchSize)) || 1);
	const output: INodeExecutionData[] = [];
	for (let start = 0; start < count; start += size) {
		const end = Math.min(start + size, count);
		const results = await sendItems(context, start, end);
		for (const result of results) output.push(result);
	}
	return output;
}

/** The items from `start` up to but not including `end`, as one request. */
async function sendItems(
	context: IExecuteFunctions,
	start: number,
	end: number,
): Promise<INodeExecutionData[]> {
	const prepared: Prepared[] = [];
	const failed: INodeExecutionData[] = [];
	for (let itemIndex = start; itemIndex < end; itemIndex++) {
		try {
			const channel = await chatForItem(context, itemIndex);
			prepared.push({ itemIndex, message: await messageOf(context, itemIndex, channel) });
		} catch (error) {
			failed.push(failure(context, error, itemIndex));
		}
	}
	if (prepared.length === 0) return failed;
	const sent = await sendPrepared(context, prepared);
	return [...sent, ...failed].sort((a, b) => firstItem(a) - firstItem(b));
}

async function sendPrepared(
	context: IExecuteFunctions,
	prepared: readonly Prepared[],
): Promise<INodeExecutionData[]> {
	try {
		const { chat } = await chatForItem(context, prepared[0]!.itemIndex);
		const answer = await chat.sendBatch(prepared.map(({ message }) => message));
		return toItems(answer, prepared);
	} catch (error) {
		// All of them failed together, and each says so.
		return prepared.map(({ itemIndex }) => failure(context, error, itemIndex));
	}
}

function toItems(
	{ answers, raw }: BatchAnswer,
	prepared: readonly Prepared[],
): INodeExecutionData[] {
	if (!answers) {
		// Nothing tells which answer belongs to which message, so they stay together.
		const threadIds = prepared.map(({ message }) => message.threadId);
		return [
			{
				json: { text: null, structuredOutput: null, threadIds, raw } as IDataObject,
				pairedItem: prepared.map(({ itemIndex }) => ({ item: itemIndex })),
			},
		];
	}
	return answers.map((answer, index) => ({
		json: { ...answer } as unknown as IDataObject,
		pairedItem: { item: prepared[index]!.itemIndex },
	}));
}

/** @throws the error, unless the node is told to go on */
function failure(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): INodeExecutionData {
	const nodeError = toNodeError(context.getNode(), error, itemIndex);
	if (!context.continueOnFail()) throw nodeError;
	return failedItem(nodeError, itemIndex);
}

function firstItem({ pairedItem }: INodeExecutionData): number {
	const first = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof first === 'object' ? first.item : 0;
}

/** Whether the node is set to {@link sendMessageBatch}. */
export function isMessageBatch(context: IExecuteFunctions): boolean {
	return (
		context.getNodeParameter('resource', 0) === chatDescription.resource.name &&
		context.getNodeParameter('operation', 0) === channelApi.sendBatch.name
	);
}
