import { concurrency } from '../catalogue/settings';
import type { InputField } from '../catalogue/types';
import { readField, type InputValues } from '../client/input-values';
import { mapConcurrently } from '../client/map-concurrently';
import { FIRST_NUMBER } from '../http/concurrency-limit';
import type { Limiter } from '../http/limiter';
import { createSlots, roomFor, type Slots, type Turns } from '../http/slots';
import type { Choice, Ports, Result } from './ports';
import { mayRunBeside, runOperation } from './run-operation';
import { sendTogether, type Item } from './send-together';

/** The items of one run of an operation, and what a shell makes of their results. */
export interface Items<Made> {
	count: number;
	/** What was filled in for an item. @throws ViviInputError when it cannot be read */
	values(item: number): InputValues;
	/** A single one of these values, or of the settings. */
	value(item: number, field: InputField): unknown;
	/**
	 * The ports of each item.
	 * @param narrowed limits a shared limiter for this run
	 */
	ports(narrowed: (shared: Limiter) => Limiter): (item: number) => Ports;
	/** Hands over the result of one item, or of several together. */
	give(result: Result, items: readonly number[]): Promise<Made[]>;
	/** Hands over a failure. @throws when the run ends with it */
	failed(error: unknown, item: number): Made;
	turns: Turns;
}

/**
 * Runs an operation for several items: reads at the same time, changes one after the other, and
 * messages in as few requests as possible where the operation takes many.
 * @returns what was handed over, in the order of the items
 * @throws ViviInputError when the number of items at once cannot be read, before anything was sent;
 * and what `failed` throws, for the first item that failed
 */
export async function runItems<Made>(choice: Choice, items: Items<Made>): Promise<Made[]> {
	return choice.operation.takesMany ? await runTogether(items) : await runEach(choice, items);
}

/**
 * For each request under way, one more item is being prepared or read: a shell may need about as long
 * to prepare an item as a request takes, and so no slot stands empty.
 */
const ITEMS_PER_SLOT = 2;

/** Ends an item whose request must not be sent any more. */
const STOPPED = new Error('Another item has failed.');

async function runEach<Made>(choice: Choice, items: Items<Made>): Promise<Made[]> {
	const { count, turns } = items;
	const failures = new Map<number, unknown>();
	const isStopped = () => failures.size > 0;
	const { narrowed, itemsAtOnce, mayBeMore } = limitsOf(choice, items, isStopped);
	const portsOf = items.ports(narrowed);
	const made = new Array<Made[]>(count).fill([]);
	const stopAtFailure = () => {
		if (isStopped()) throw failures.get(Math.min(...failures.keys()));
	};
	const give = async (item: number, result: Result) => {
		made[item] = await items.give(result, [item]);
	};
	const unlessStopped = async (item: number, work: () => Promise<void>) => {
		// The whole run has failed; another item would be work for nothing, or a change that nobody sees.
		if (isStopped()) return;
		try {
			await work();
		} catch (error) {
			if (error === STOPPED) return;
			try {
				made[item] = [items.failed(error, item)];
			} catch (last) {
				failures.set(item, last);
			}
		}
	};
	// What was started is waited for while the next items are.
	const waits: Array<Promise<void>> = [];
	const run = async (_: unknown, item: number) =>
		await unlessStopped(item, async () => {
			const outcome = await runOperation(choice, items.values(item), portsOf(item));
			if (!('later' in outcome)) return await give(item, outcome);
			const { later } = outcome;
			waits.push(unlessStopped(item, async () => await give(item, await later())));
		});
	// No request waits until all items that may start are prepared.
	await mapConcurrently(Array.from({ length: count }), itemsAtOnce, run, turns.nextTurn, mayBeMore);
	stopAtFailure();
	await Promise.all(waits);
	stopAtFailure();
	return made.flat();
}

/** The limits of one run: the person's own, and those of the services that the items turn out to use. */
function limitsOf<Made>(choice: Choice, items: Items<Made>, isStopped: () => boolean) {
	const most = mostAtOnce(choice, items);
	const isBeside = Math.min(items.count, most) > 1;
	// The limit is the run's own, whoever else uses the same key.
	const own = Number.isFinite(most) ? createSlots(roomFor(most), items.turns) : undefined;
	const limiters: Limiter[] = [];
	let limiterKnown = () => {};
	const mayBeMore = new Promise<void>((resolve) => (limiterKnown = resolve));
	const narrowed = (shared: Limiter): Limiter => {
		limiters.push(shared);
		limiterKnown();
		const unlessStopped: Slots = async (request) =>
			await shared.slots(async () => {
				if (isStopped()) throw STOPPED;
				return await request();
			});
		const slots: Slots = async (request) =>
			own ? await own(() => unlessStopped(request)) : await unlessStopped(request);
		return { ...shared, slots };
	};
	// Nothing is known before the first item has asked for its connection.
	const room = () => Math.max(FIRST_NUMBER, ...limiters.map((limiter) => limiter.atOnce()));
	const itemsAtOnce = () => (isBeside ? ITEMS_PER_SLOT * Math.min(most, room()) : 1);
	return { narrowed, itemsAtOnce, mayBeMore };
}

/** As many as the person wants, if none of the items changes something. */
function mostAtOnce<Made>({ operation }: Choice, { count, value }: Items<Made>): number {
	try {
		for (let item = 0; item < count; item++) {
			if (!mayRunBeside(operation, (field) => value(item, field))) return 1;
		}
	} catch {
		// A field that cannot be read is reported when its item runs.
		return 1;
	}
	return (readField(concurrency, value(0, concurrency)) as number | undefined) ?? Infinity;
}

/** Sends the messages of all items, with as few requests per channel as possible. */
async function runTogether<Made>(items: Items<Made>): Promise<Made[]> {
	const made: Array<{ first: number; all: Made[] }> = [];
	const fail = (error: unknown, item: number) =>
		made.push({ first: item, all: [items.failed(error, item)] });
	const portsOf = items.ports((shared) => shared);
	const channels = new Map<object, Array<Item & { item: number }>>();
	for (let item = 0; item < items.count; item++) {
		try {
			const own = { item, values: items.values(item), ports: portsOf(item) };
			const { chat } = await own.ports.chat();
			const channel = channels.get(chat) ?? [];
			channel.push(own);
			channels.set(chat, channel);
		} catch (error) {
			fail(error, item);
		}
	}
	for (const channel of channels.values()) {
		for await (const result of sendTogether(channel)) {
			const own = result.items.map((at) => channel[at]!.item);
			if ('error' in result) {
				for (const item of own) fail(result.error, item);
				continue;
			}
			const all = await items.give({ records: [result.record] }, own);
			made.push({ first: own[0]!, all });
		}
	}
	return made.sort((a, b) => a.first - b.first).flatMap(({ all }) => all);
}
