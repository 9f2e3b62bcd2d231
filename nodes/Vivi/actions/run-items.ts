import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapConcurrently } from '../../../vivi/client/map-concurrently';
import { FIRST_NUMBER } from '../../../vivi/http/concurrency-limit';
import type { Limiter } from '../../../vivi/http/limiter';
import { createSlots, roomFor, type Slots } from '../../../vivi/http/slots';
import type { Outcome } from '../../../vivi/run/ports';
import { runOperation } from '../../../vivi/run/run-operation';
import { toReadable } from '../shared/byte-streams';
import { executionChats } from '../shared/channel-transport';
import { executionClients, turns } from '../shared/transport';
import type { Execution } from './execution';
import { itemPorts } from './item-ports';
import { itemValues } from './item-values';

/**
 * For each request under way, one more item is being prepared or read: n8n needs about as long to
 * evaluate parameters as a request takes, and so no slot stands empty.
 */
const ITEMS_PER_SLOT = 2;

/** Ends an item whose request must not be sent any more. */
const STOPPED = new Error('Another item has failed.');

/**
 * Runs the node item by item: reads at the same time, changes one after the other. The output keeps
 * the items' order, each paired with its item.
 */
export async function runItems(execution: Execution): Promise<INodeExecutionData[]> {
	const { context, choice, failed, atMost } = execution;
	const items = context.getInputData();
	const isBeside = Math.min(items.length, atMost) > 1;
	let stopped = false;

	// The limit is the execution's own, whoever else uses the same key.
	const own = Number.isFinite(atMost) ? createSlots(roomFor(atMost), turns) : undefined;
	const limiters: Limiter[] = [];
	const narrowed = (shared: Limiter): Limiter => {
		limiters.push(shared);
		if (!isBeside) return shared;
		const unlessStopped: Slots = async (request) =>
			await shared.slots(async () => {
				if (stopped) throw STOPPED;
				return await request();
			});
		const slots: Slots = async (request) =>
			own ? await own(() => unlessStopped(request)) : await unlessStopped(request);
		return { ...shared, slots };
	};
	const connections = {
		clientFor: executionClients(context, narrowed),
		chatFor: executionChats(context),
	};
	const run = async (itemIndex: number) => {
		const values = itemValues(context, itemIndex, choice);
		const ports = itemPorts(context, itemIndex, connections);
		const given = await toItems(context, await runOperation(choice, values, ports));
		for (const one of given) one.pairedItem = { item: itemIndex };
		return given;
	};
	// Nothing is known before the first item has asked for its credential.
	const room = () => Math.max(FIRST_NUMBER, ...limiters.map((limiter) => limiter.atOnce()));
	const started = () => (isBeside ? ITEMS_PER_SLOT * Math.min(atMost, room()) : 1);
	const runUnlessStopped = async (_: unknown, itemIndex: number) => {
		// The whole node has failed; another item would be work for nothing, or a change that nobody
		// sees.
		if (stopped) return [];
		try {
			return await run(itemIndex);
		} catch (error) {
			if (error === STOPPED) return [];
			stopped = !context.continueOnFail();
			return [failed(error, itemIndex)];
		}
	};
	// No request waits until all items that may start are prepared.
	const results = await mapConcurrently(items, started, runUnlessStopped, turns.nextTurn);
	const output: INodeExecutionData[] = [];
	for (const result of results) {
		if (!result.ok) throw result.error;
		for (const one of result.value) output.push(one);
	}
	return output;
}

async function toItems(
	context: IExecuteFunctions,
	outcome: Outcome,
): Promise<INodeExecutionData[]> {
	if ('records' in outcome) return outcome.records.map((json) => ({ json }));
	// Nothing here has a time limit that VIVI might miss.
	if ('pending' in outcome) throw new Error(outcome.pending.reason);
	const { content, name, mimeType } = outcome.file;
	const data = await context.helpers.prepareBinaryData(await toReadable(content), name, mimeType);
	return [{ json: outcome.record ?? {}, binary: { data } }];
}
