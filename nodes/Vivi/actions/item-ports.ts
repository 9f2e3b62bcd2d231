import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readField } from '../../../vivi/client/input-values';
import type { Ports } from '../../../vivi/run/ports';
import { binaryFile } from '../shared/binary-file';
import type { ChatFor } from '../shared/channel-transport';
import type { ClientFor } from '../shared/transport';

/**
 * The client and chat of an item's credential; found by its values, so that each item reaches its
 * own account.
 */
export interface Connections {
	clientFor: ClientFor;
	chatFor: ChatFor;
}

/** The ports of the core for one item. */
export function itemPorts(
	context: IExecuteFunctions,
	itemIndex: number,
	{ clientFor, chatFor }: Connections,
): Ports {
	const staticData = () => context.getWorkflowStaticData('node');
	return {
		client: async () => await clientFor(itemIndex),
		chat: async () => await chatFor(itemIndex),
		file: async (_, given) => await binaryFile(context, itemIndex, String(given)),
		filesIn: (field, given) => (readField({ ...field, type: 'texts' }, given) ?? []) as string[],
		hint: (text) => showHint(context, text),
		// A value of the editor's date picker has no time zone and means the workflow's.
		timeZone: context.getTimezone(),
		passOn: passingOn(context, itemIndex),
		// n8n stores it with the workflow after each execution of a published workflow, and after none in
		// the editor.
		memory: {
			now: Date.now,
			read: () => staticData()['kept'],
			write: (kept) => (staticData()['kept'] = kept as IDataObject),
		},
	};
}

/**
 * Where the execution streams its response, the answer goes there while it is written. Answers for
 * an AI agent that uses the node as its tool do not.
 */
function passingOn(context: IExecuteFunctions, itemIndex: number): NonNullable<Ports['passOn']> {
	return async (answer) => {
		// Older versions of n8n have none of the three.
		const { isStreaming, isToolExecution } = context as Partial<IExecuteFunctions>;
		if (!isStreaming?.call(context) || isToolExecution?.call(context)) return await answer();
		// By its type there is nothing to wait for, but n8n's code returns a promise.
		await context.sendChunk('begin', itemIndex);
		try {
			return await answer((text) => context.sendChunk('item', itemIndex, text));
		} finally {
			await context.sendChunk('end', itemIndex);
		}
	};
}

/** The hints that an execution has already shown. */
const shown = new WeakMap<IExecuteFunctions, Set<string>>();

/** Shows a text above the node's output, once for all items; old hosts log it. */
function showHint(context: IExecuteFunctions, message: string): void {
	const known = shown.get(context) ?? new Set();
	if (known.has(message)) return;
	shown.set(context, known.add(message));
	if ('addExecutionHints' in context) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	} else {
		(context as IExecuteFunctions).logger.warn(message);
	}
}
