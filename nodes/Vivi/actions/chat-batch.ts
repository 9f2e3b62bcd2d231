import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { BatchAnswer } from '../../../vivi/chat/batch-answer';
import type { Chat } from '../../../vivi/chat/client';
import { chatDescription } from '../../../vivi/chat/description';
import type { OutgoingMessage } from '../../../vivi/chat/message';
import { readField } from '../../../vivi/client/input-values';
import { ViviError } from '../../../vivi/errors';
import { executionChats, type ItemChat } from '../shared/channel-transport';
import { failedItem, toNodeError } from '../shared/node-errors';
import { messageOf } from './chat';

interface Prepared {
	itemIndex: number;
	message: OutgoingMessage;
}

/** The items whose messages go to one channel. */
interface Group {
	to: ItemChat;
	itemIndexes: number[];
}

/**
 * Chat → Send Many Messages: the messages of all items, each to the channel of its own credential, in
 * as few requests as 'Batch Size' allows. It is the one operation that is not carried out item by item.
 */
export async function sendMessageBatch(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { batchSize } = context.getNodeParameter('options', 0, {}) as { batchSize?: unknown };
	const size = readField(chatDescription.batchSize, batchSize) as number;
	const { groups, output } = await groupByChannel(context);
	for (const { to, itemIndexes } of groups) {
		for (let start = 0; start < itemIndexes.length; start += size) {
			const results = await sendItems(context, to, itemIndexes.slice(start, start + size));
			for (const result of results) output.push(result);
		}
	}
	return output.sort((a, b) => firstItem(a) - firstItem(b));
}

/** Items whose credential cannot be used are there as what they failed of. */
async function groupByChannel(context: IExecuteFunctions) {
	const chatFor = executionChats(context);
	const groups = new Map<Chat, Group>();
	const output: INodeExecutionData[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const to = await chatFor(itemIndex);
			const group = groups.get(to.chat) ?? { to, itemIndexes: [] };
			group.itemIndexes.push(itemIndex);
			groups.set(to.chat, group);
		} catch (error) {
			output.push(failure(context, error, itemIndex));
		}
	}
	return { groups: groups.values(), output };
}

/** Some items' messages, as one request. */
async function sendItems(
	context: IExecuteFunctions,
	to: ItemChat,
	itemIndexes: readonly number[],
): Promise<INodeExecutionData[]> {
	const prepared: Prepared[] = [];
	const failed: INodeExecutionData[] = [];
	for (const itemIndex of itemIndexes) {
		try {
			prepared.push({ itemIndex, message: await messageOf(context, itemIndex, to) });
		} catch (error) {
			failed.push(failure(context, error, itemIndex));
		}
	}
	if (prepared.length === 0) return failed;
	let answer: BatchAnswer;
	try {
		answer = await to.chat.sendBatch(prepared.map(({ message }) => message));
	} catch (error) {
		// All of them failed together, and each says so.
		return [...failed, ...prepared.map(({ itemIndex }) => failure(context, error, itemIndex))];
	}
	return [...failed, ...toItems(context, answer, prepared)];
}

/** @throws the error of the first message that VIVI declined, unless the node is told to go on */
function toItems(
	context: IExecuteFunctions,
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
	return answers.map((answer, index) => {
		const { itemIndex } = prepared[index]!;
		if (answer instanceof ViviError) return failure(context, answer, itemIndex);
		return { json: { ...answer } as unknown as IDataObject, pairedItem: { item: itemIndex } };
	});
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
