import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapConcurrently, type SettledResult } from '../../../vivi/client/map-concurrently';
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
	let limiterKnown = () => {};
	const mayBeMore = new Promise<void>((resolve) => (limiterKnown = resolve));
	const narrowed = (shared: Limiter): Limiter => {
		limiters.push(shared);
		limiterKnown();
		const unlessFailed: Slots = async (request) =>
			await shared.slots(async () => {
				if (stopped) throw STOPPED;
				return await request();
			});
		const slots: Slots = async (request) =>
			own ? await own(() => unlessFailed(request)) : await unlessFailed(request);
		return { ...shared, slots };
	};
	const connections = {
		clientFor: executionClients(context, narrowed),
		chatFor: executionChats(context),
	};
	const give = async (outcome: Outcome, itemIndex: number) => {
		const given = await toItems(context, outcome);
		for (const one of given) one.pairedItem = { item: itemIndex };
		return given;
	};
	// Nothing is known before the first item has asked for its credential.
	const room = () => Math.max(FIRST_NUMBER, ...limiters.map((limiter) => limiter.atOnce()));
	const started = () => (isBeside ? ITEMS_PER_SLOT * Math.min(atMost, room()) : 1);
	const unlessStopped = async (itemIndex: number, work: () => Promise<INodeExecutionData[]>) => {
		// The whole node has failed; another item would be work for nothing, or a change that nobody
		// sees.
		if (stopped) return [];
		try {
			return await work();
		} catch (error) {
			if (error === STOPPED) return [];
			stopped = !context.continueOnFail();
			return [failed(error, itemIndex)];
		}
	};
	// What was started is waited for while the next items are.
	const waited = new Map<number, Promise<SettledResult<INodeExecutionData[]>>>();
	const run = async (_: unknown, itemIndex: number) =>
		await unlessStopped(itemIndex, async () => {
			const values = itemValues(context, itemIndex, choice);
			const ports = itemPorts(context, itemIndex, connections);
			const outcome = await runOperation(choice, values, ports);
			if (!('later' in outcome)) return await give(outcome, itemIndex);
			const wait = async () => await give(await outcome.later(), itemIndex);
			waited.set(itemIndex, settled(unlessStopped(itemIndex, wait)));
			return [];
		});
	// No request waits until all items that may start are prepared.
	const results = await mapConcurrently(items, started, run, turns.nextTurn, mayBeMore);
	for (const result of results) if (!result.ok) throw result.error;
	for (const [itemIndex, wait] of waited) results[itemIndex] = await wait;
	return inOrder(results);
}

/** The items of all results. @throws the first failure */
function inOrder(
	results: ReadonlyArray<SettledResult<INodeExecutionData[]>>,
): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	for (const result of results) {
		if (!result.ok) throw result.error;
		for (const one of result.value) output.push(one);
	}
	return output;
}

async function settled<T>(work: Promise<T>): Promise<SettledResult<T>> {
	return await work.then(
		(value) => ({ ok: true as const, value }),
		(error: unknown) => ({ ok: false as const, error }),
	);
}

async function toItems(
	context: IExecuteFunctions,
	outcome: Outcome,
): Promise<INodeExecutionData[]> {
	if ('records' in outcome) return outcome.records.map((json) => ({ json }));
	if ('later' in outcome) return await toItems(context, await outcome.later());
	const { content, name, mimeType } = outcome.file;
	const data = await context.helpers.prepareBinaryData(await toReadable(content), name, mimeType);
	return [{ json: outcome.record ?? {}, binary: { data } }];
}
