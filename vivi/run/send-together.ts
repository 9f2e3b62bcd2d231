import { batchSize } from '../catalogue/chat';
import type { Answer } from '../chat/answer';
import type { BatchAnswer } from '../chat/batch-answer';
import { readField, type InputValues } from '../client/input-values';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import type { Ports } from './ports';
import { prepareMessage, type MessageTo } from './read-message';
import { shownAnswer } from './shown-answer';

/** The outcomes of some of the items, by their positions. */
export type Together = { items: number[] } & ({ record: JsonObject } | { error: unknown });

/** The values of one item. */
export interface Item {
	values: InputValues;
	ports: Ports;
}

interface Prepared {
	item: number;
	message: MessageTo;
}

/**
 * Sends the messages of several items to one channel, in as few requests as 'Batch Size' allows.
 * When the run stops at an error, nothing after it has been sent.
 */
export async function* sendTogether(items: readonly Item[]): AsyncGenerator<Together> {
	let size: number;
	try {
		size = readField(batchSize, items[0]?.values[batchSize.name]) as number;
	} catch (error) {
		for (const item of items.keys()) yield { items: [item], error };
		return;
	}
	for (let start = 0; start < items.length; start += size) {
		const prepared: Prepared[] = [];
		for (let item = start; item < Math.min(start + size, items.length); item++) {
			try {
				const { values, ports } = items[item]!;
				prepared.push({ item, message: await prepareMessage(values, ports) });
			} catch (error) {
				yield { items: [item], error };
			}
		}
		if (prepared.length > 0) yield* sendPrepared(prepared, items);
	}
}

async function* sendPrepared(
	prepared: readonly Prepared[],
	items: readonly Item[],
): AsyncGenerator<Together> {
	let answer: BatchAnswer;
	try {
		const { chat } = await items[0]!.ports.chat();
		answer = await chat.sendBatch(prepared.map(({ message }) => message));
	} catch (error) {
		// All of them failed together, and each item gets the error.
		for (const { item } of prepared) yield { items: [item], error };
		return;
	}
	const { answers, raw } = answer;
	if (answers) {
		yield* answers.map((one, index) => result(prepared[index]!, one, items));
		return;
	}
	// Nobody can tell which answer belongs to which message, so they stay together.
	const threadIds = prepared.map(({ message }) => message.threadId);
	const record = { text: null, structuredOutput: null, threadIds, raw };
	yield { items: prepared.map(({ item }) => item), record };
}

function result({ item }: Prepared, answer: Answer | ViviError, items: readonly Item[]): Together {
	const { values, ports } = items[item]!;
	return answer instanceof ViviError
		? { items: [item], error: answer }
		: { items: [item], record: shownAnswer(answer, values, ports) };
}
