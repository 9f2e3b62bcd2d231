import fc from 'fast-check';
import type { ViviEvent } from '../../../vivi/changes/event';
import { fingerprinter } from '../../../vivi/changes/fingerprint';
import { pollForChanges, type PollResult } from '../../../vivi/changes/poll-for-changes';
import { POLLS_TO_CONFIRM } from '../../../vivi/changes/missing';
import { PollCache } from '../../../vivi/changes/poll-cache';
import { oneAtATime, type Running } from '../../../vivi/changes/one-at-a-time';
import { sameJson } from '../../../vivi/changes/same-json';
import type { State } from '../../../vivi/changes/state';
import { decodeKnownRecords } from '../../../vivi/changes/known-records';
import { KnownLists } from '../../../vivi/client/known-lists';
import type { JsonObject } from '../../../vivi/http/json';
import { FakeAccount, PAGINGS, serviceFailure, type Paging } from './fake-account';

/** The fingerprint of a single record. */
const fingerprinted = (record: JsonObject, options = {}) => fingerprinter(options)(record);

jest.setTimeout(120_000);

/**
 * A model of a workflow that watches an account, against histories of what may happen to it.
 *
 * n8n keeps a trigger's state in memory and saves it when a poll delivers something (`inMemory`), or
 * commits it together with what is delivered (`durable`). Only in the first of the two can a crash
 * come between delivery and saving; then n8n promises delivery at least once, and an event that is reported a
 * second time must have the event ID it had.
 */
type Engine = 'inMemory' | 'durable';

type Deed =
	| { do: 'addWorkspace' }
	| { do: 'removeWorkspace'; which: number }
	| { do: 'add'; which: number }
	| { do: 'change'; which: number; value: number }
	| { do: 'signIn'; which: number }
	| { do: 'remove'; which: number };

interface Poll {
	do: 'poll';
	/** From this request on so many fail. */
	failAt?: number;
	failures: number;
	/** What happens while the poll is at this request. */
	meanwhile?: { at: number; deed: Deed };
	/** The time is up after so many requests. */
	lateAfter?: number;
	/** `discarded`: n8n throws the result away but goes on, as when a poll has taken too long. */
	crash: 'no' | 'discarded' | 'beforeDelivery' | 'beforeSaving';
	/** A second poll starts before this one has ended. */
	overlaps: boolean;
}

interface Page {
	do: 'page';
	size: number;
	paging: Paging;
}

/**
 * The service leaves out many records in the next polls, and says that this is all. Once in a history,
 * since two hiccups without a good poll between them are one that is too long.
 */
interface Hiccup {
	do: 'hiccup';
	/** Less than what makes a loss count as deletions. */
	polls: number;
	/** The lists it befalls: all with 1, every second one with 2, … */
	lists: number;
	/** Whether all records of these lists are left out, or half of those that the trigger knows. */
	whole: boolean;
}

type Step = Deed | Poll | Page | Hiccup | { do: 'restart' };

interface History {
	engine: Engine;
	/** Whether records say when they were written, by a clock that moves now and then. */
	timestamps: boolean;
	/**
	 * Whether values come back, as when somebody renames something and back again. Not together with
	 * a crash that loses the state: then nobody knows that the change was reported.
	 */
	valuesReturn: boolean;
	maxEvents: number;
	page: Page;
	/** What goes wrong with the very first poll. */
	start: Pick<Poll, 'failAt' | 'failures' | 'lateAfter'>;
	steps: Step[];
}

const which = fc.oneof(fc.nat(3), fc.nat(30));
const deed: fc.Arbitrary<Deed> = fc.oneof(
	{ weight: 1, arbitrary: fc.constant<Deed>({ do: 'addWorkspace' }) },
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('removeWorkspace' as const), which }) },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), which }) },
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant('change' as const), which, value: fc.nat(1) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('signIn' as const), which }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), which }) },
);
const poll: fc.Arbitrary<Poll> = fc.record(
	{
		do: fc.constant('poll' as const),
		failAt: fc.nat(8),
		failures: fc.integer({ min: 1, max: 4 }),
		meanwhile: fc.record({ at: fc.nat(8), deed }),
		lateAfter: fc.nat(8),
		crash: fc.constantFrom('no', 'no', 'no', 'discarded', 'beforeDelivery', 'beforeSaving'),
		overlaps: fc.boolean(),
	},
	{ requiredKeys: ['do', 'failures', 'crash', 'overlaps'] },
);
const hiccup: fc.Arbitrary<Hiccup> = fc.record({
	do: fc.constant('hiccup' as const),
	polls: fc.integer({ min: 1, max: POLLS_TO_CONFIRM - 1 }),
	lists: fc.integer({ min: 1, max: 3 }),
	whole: fc.boolean(),
});
const page: fc.Arbitrary<Page> = fc.record({
	do: fc.constant('page' as const),
	size: fc.integer({ min: 1, max: 5 }),
	paging: fc.constantFrom(...PAGINGS),
});
const history: fc.Arbitrary<History> = fc.record({
	engine: fc.constantFrom('inMemory', 'durable'),
	timestamps: fc.boolean(),
	valuesReturn: fc.boolean(),
	maxEvents: fc.integer({ min: 1, max: 6 }),
	page,
	start: fc.record(
		{
			failAt: fc.nat(8),
			failures: fc.integer({ min: 1, max: 4 }),
			lateAfter: fc.nat(8),
		},
		{ requiredKeys: ['failures'] },
	),
	steps: fc.array(
		fc.oneof(
			{ weight: 5, arbitrary: deed },
			{ weight: 4, arbitrary: poll },
			{ weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
			{ weight: 1, arbitrary: page },
			{ weight: 2, arbitrary: hiccup },
		),
		{ maxLength: 20 },
	),
});

class Model {
	readonly account = new FakeAccount();
	/** Everything as the delivered events say it is. */
	private reported = new Map<string, JsonObject>();
	/** Fingerprints of all that a record has ever been. */
	private readonly versions = new Set<string>();
	private readonly delivered = new Map<string, string>();
	/** Reported as created, but the state was lost in a crash: nobody knows them if they are deleted now. */
	private readonly forgotten = new Set<string>();
	private saved: unknown;
	private state: unknown;
	private cache = new PollCache();
	private running: Running = new Map();
	private hasCrashed = false;
	private hiccup: Hiccup | undefined;
	private readonly hidden = new Set<string>();
	private serial = 0;
	private clock = 0;

	constructor(private readonly history: History) {
		this.turn(history.page);
		for (let count = 0; count < 2; count++) this.perform({ do: 'addWorkspace' });
		for (let count = 0; count < 4; count++) this.perform({ do: 'add', which: 0 });
	}

	/** The first poll, repeated until it has seen everything. */
	async start(): Promise<void> {
		for (let tries = 0; ; tries++) {
			expect(tries).toBeLessThan(5);
			const result = await this.disturbedPoll(tries === 0 ? this.history.start : { failures: 0 });
			expect(result.events).toEqual([]);
			this.saved = this.state = result.state;
			if (!result.unfinished && !result.failure) break;
		}
		this.reported = this.account.all();
	}

	async step(step: Step): Promise<void> {
		if (step.do === 'poll') await this.poll(step);
		else if (step.do === 'restart') this.restart();
		else if (step.do === 'page') this.turn(step);
		else if (step.do === 'hiccup') this.hiccup ??= { ...step };
		else this.perform(step);
	}

	/** Polls that go well, until there is nothing more to report. */
	async finish(): Promise<void> {
		for (let polls = 0; ; polls++) {
			expect(polls).toBeLessThan(200);
			const reported = this.delivered.size;
			const result = await this.pollOnce();
			this.deliver(result.events);
			this.saved = this.state = result.state;
			const { events, unfinished, unconfirmed } = result;
			if (unconfirmed > 0 || (this.hiccup?.polls ?? 0) > 0) continue;
			if (events.length === 0 && !unfinished) break;
			expect(this.delivered.size + Number(this.hasCrashed)).toBeGreaterThan(reported);
		}
		const all = this.account.all();
		for (const key of this.forgotten) if (!all.has(key)) this.reported.delete(key);
		const texts = (records: Map<string, JsonObject>) =>
			[...records].map(([key, record]) => `${key} ${fingerprinted(record)}`).sort();
		expect(texts(this.reported)).toEqual(texts(all));
	}

	private async pollOnce(deadline = Infinity): Promise<PollResult> {
		this.hide();
		return await pollForChanges({
			client: this.account.client,
			watch: {
				events: ['workspace', 'agent'].flatMap((name) =>
					['created', 'updated', 'deleted'].map((kind) => `${name}.${kind}`),
				),
				workspaces: 'all',
				maxEvents: this.history.maxEvents,
			},
			state: this.state,
			cache: this.cache,
			watcher: 'w',
			now: () => this.account.requests,
			deadline,
		});
	}

	private async poll(poll: Poll): Promise<void> {
		const run = () =>
			oneAtATime(this.running, 'w', { now: 0, until: 1 }, async () =>
				this.handOver(await this.disturbedPoll(poll), poll.crash),
			);
		await Promise.all(poll.overlaps ? [run(), run()] : [run()]);
	}

	/** Hides from the next poll what the hiccup leaves out. */
	private hide(): void {
		this.account.isHidden = () => false;
		if (!this.hiccup || this.hiccup.polls-- <= 0) return;
		const { lists, whole } = this.hiccup;
		const known = (this.state as State).lists;
		const befallen = Object.keys(known).filter((_, at) => at % lists === 0);
		for (const list of befallen) {
			const ids = [...decodeKnownRecords(known[list])!.known.keys()];
			const hidden = ids.slice(0, Math.max(2, Math.ceil(ids.length / 2)));
			for (const id of hidden) this.hidden.add(`${list}/${id}`);
		}
		this.account.isHidden = (list, id) =>
			whole ? befallen.includes(list) : this.hidden.has(`${list}/${id}`);
	}

	private turn({ size, paging }: Page): void {
		this.account.pageSize = size;
		this.account.paging = paging;
		// A service that pages in another way has been made anew.
		this.account.known = new KnownLists();
	}

	private async disturbedPoll(
		disturbance: Pick<Poll, 'failAt' | 'failures' | 'meanwhile' | 'lateAfter'>,
	): Promise<PollResult> {
		const { failAt = Infinity, failures, meanwhile, lateAfter = Infinity } = disturbance;
		const from = this.account.requests;
		this.account.onRequest = (request) => {
			const at = request - from;
			if (meanwhile?.at === at) this.perform(meanwhile.deed);
			if (at >= failAt && at < failAt + failures) throw serviceFailure();
		};
		try {
			return await this.pollOnce(from + lateAfter);
		} finally {
			this.account.onRequest = () => {};
		}
	}

	/** What n8n does with the result of a poll. */
	private handOver(
		{ events, state, failure, unconfirmed }: PollResult,
		crash: Poll['crash'],
	): void {
		const isDurable = this.history.engine === 'durable';
		if (crash === 'discarded') return;
		if (crash === 'beforeDelivery') return this.restart();
		if (events.length === 0) {
			// A failed poll leaves the durable engine as it was.
			if (isDurable && (failure === undefined || unconfirmed > 0)) this.saved = state;
			this.state = isDurable ? this.saved : state;
			return;
		}
		this.deliver(events);
		this.state = state;
		if (crash === 'beforeSaving' && !isDurable && !this.history.valuesReturn) {
			this.hasCrashed = true;
			for (const event of events) {
				if (event.event.endsWith('created')) this.forgotten.add(keyOf(event));
			}
			return this.restart();
		}
		this.saved = state;
		if (crash !== 'no') this.restart();
	}

	private restart(): void {
		this.state = JSON.parse(JSON.stringify(this.saved));
		this.cache = new PollCache();
		this.running = new Map();
		this.account.known = new KnownLists();
	}

	private deliver(events: readonly ViviEvent[]): void {
		expect(events.length).toBeLessThanOrEqual(this.history.maxEvents);
		for (const event of events) {
			const whole = `${event.event} ${event.id} ${fingerprinted(event.record)}`;
			const earlier = this.delivered.get(event.eventId);
			if (earlier !== undefined) {
				// Only after a crash, and only the very same thing.
				expect(this.hasCrashed).toBe(true);
				if (event.event.endsWith('updated')) expect(whole).toBe(earlier);
				this.take(event);
				continue;
			}
			this.delivered.set(event.eventId, whole);
			this.check(event);
			this.take(event);
		}
	}

	/** The event happened to this record, and nobody knew of it before. */
	private check(event: ViviEvent): void {
		const before = this.reported.get(keyOf(event));
		const kind = event.event.split('.')[1];
		if (kind !== 'deleted') {
			expect(this.versions).toContain(`${event.id} ${fingerprinted(event.record)}`);
		}
		if (kind === 'created') expect(before).toBeUndefined();
		else expect(before).toBeDefined();
		if (kind === 'deleted') expect([...this.account.all().keys()]).not.toContain(keyOf(event));
		if (kind !== 'updated' || !before) return;
		expect(fingerprinted(event.record)).not.toBe(fingerprinted(before));
		this.checkFields(event, before);
	}

	private checkFields(event: ViviEvent, before: JsonObject): void {
		const differing = ['name', 'status', 'updatedAt'].filter(
			(name) => !sameJson(before[name] ?? null, event.record[name] ?? null),
		);
		// A crash may have lost the last report.
		if (this.hasCrashed) return;
		for (const name of event.changedFields!) expect(differing).toContain(name);
		if (!event.before) return;
		const counting = differing.filter((name) => name !== 'updatedAt');
		expect([...event.changedFields!].sort()).toEqual(
			(counting.length > 0 ? counting : differing).sort(),
		);
		for (const [name, value] of Object.entries(event.before)) {
			expect(value).toEqual(before[name] ?? null);
		}
	}

	private take(event: ViviEvent): void {
		if (event.event.endsWith('deleted')) this.reported.delete(keyOf(event));
		else this.reported.set(keyOf(event), event.record);
	}

	private perform(deed: Deed): void {
		const workspaces = this.account.workspaceIds();
		if (deed.do === 'addWorkspace') {
			this.insert('workspace', `ws_${this.serial++}`);
			return;
		}
		const workspace = workspaces[deed.which % workspaces.length];
		if (workspace === undefined) return;
		if (deed.do === 'removeWorkspace') return this.account.remove('workspace', workspace);
		if (deed.do === 'add') return this.insert(`agent ${workspace}`, `agt_${this.serial++}`);

		const all = [...this.account.all().keys()];
		if (deed.do === 'remove') {
			const agents = all.filter((key) => key.startsWith('agent'));
			const [list, id] = agents[deed.which % agents.length]?.split('/') ?? [];
			if (list !== undefined) this.account.remove(list, id!);
			return;
		}
		const [list, id] = all[deed.which % all.length]!.split('/') as [string, string];
		if (deed.do === 'signIn') {
			this.account.update(list, id, { lastSeenAt: `S${this.serial++}` });
			return;
		}
		const value = this.history.valuesReturn ? `value ${deed.value}` : `value ${this.serial++}`;
		const field = deed.which % 2 === 0 ? 'name' : 'status';
		this.write(list, id, { [field]: value });
	}

	private insert(list: string, id: string): void {
		this.account.insert(list, { id, name: `New ${id}`, lastSeenAt: null });
		this.write(list, id, this.history.timestamps ? { createdAt: this.time() } : {});
	}

	private write(list: string, id: string, values: JsonObject): void {
		this.account.update(list, id, {
			...values,
			...(this.history.timestamps && { updatedAt: this.time() }),
		});
		const record = this.account.records(list).find((row) => row.id === id)!;
		this.versions.add(`${id} ${fingerprinted(record)}`);
	}

	/** Several things happen in the same second. */
	private time(): string {
		return new Date(1_700_000_000_000 + Math.floor(this.clock++ / 4) * 1000).toISOString();
	}
}

function keyOf({ resource, workspaceId, id }: ViviEvent): string {
	return resource === 'workspace' ? `workspace/${id}` : `${resource} ${workspaceId}/${id}`;
}

test('every event is reported once, none is invented and none is lost, in 10,000 histories', () =>
	fc.assert(
		fc.asyncProperty(history, async (given) => {
			const model = new Model(given);
			await model.start();
			for (const step of given.steps) await model.step(step);
			await model.finish();
		}),
		{ numRuns: Number(process.env['VIVI_HISTORIES'] ?? 10_000) },
	));
