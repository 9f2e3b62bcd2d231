import type { Client } from '../client/client';
import type { Now } from '../http/port';
import type { ViviEvent } from './event';
import { endlessListsEntry, logEntriesOf, type LogEntry } from './log-entries';
import { oneAtATime, type Running } from './one-at-a-time';
import { PollCache } from './poll-cache';
import { pollForChanges, type PollResult } from './poll-for-changes';
import { RecentReports } from './recent-reports';
import type { State } from './state';
import type { Watch } from './watch';

/** A poll of one trigger. */
export interface TriggerPoll {
	/** Names the trigger among all of the process. */
	watcher: string;
	watch: Watch;
	client(): Promise<Client>;
	/** How long the poll may take, in milliseconds. */
	budgetMs: number;
	/** The state that the last poll has kept. */
	state(): unknown;
	keep(state: State): void;
	log(entry: LogEntry): void;
}

/** The polls of all triggers of a process. */
export class Polls {
	readonly #cache = new PollCache();
	readonly #running: Running = new Map();
	readonly #recent = new RecentReports();
	/** By trigger, the lists that the log has named because nobody knows where they end. */
	readonly #namedEndless = new Map<string, string>();

	constructor(private readonly now: Now) {}

	/**
	 * One poll.
	 * @returns the events since the last one; none where another poll reports them
	 * @throws the reason when lists could not be read and there is nothing to report
	 */
	async poll(poll: TriggerPoll): Promise<ViviEvent[]> {
		const started = this.now();
		const time = { now: started, until: started + poll.budgetMs };
		// n8n starts a poll even while the one before is still at work; that one reports everything.
		const events = await oneAtATime(this.#running, poll.watcher, time, (isReplaced) =>
			this.#pollOnce(poll, started, isReplaced),
		);
		return events ?? [];
	}

	async #pollOnce(
		poll: TriggerPoll,
		started: number,
		isReplaced: () => boolean,
	): Promise<ViviEvent[]> {
		const { watcher, watch, budgetMs } = poll;
		const before = poll.state();
		if (this.#recent.isRepeated(watcher, before, started)) return [];
		const result = await pollForChanges({
			...{ watcher, watch, client: await poll.client(), state: before },
			...{ cache: this.#cache, now: this.now },
			// The last request may take a quarter of the time, and its repetition another quarter.
			deadline: started + budgetMs / 2,
		});
		if (isReplaced()) return [];
		poll.keep(result.state);
		const { events, failure, unconfirmed } = result;
		// n8n may discard the state of a poll that fails, and with it the records that this poll misses.
		if (failure !== undefined && events.length === 0 && unconfirmed === 0) throw failure;
		for (const entry of logEntriesOf(result)) poll.log(entry);
		this.#logEndless(poll, result);
		if (events.length > 0) this.#recent.add(watcher, before, this.now());
		return events;
	}

	/** Logs the same lists once, not at every poll. */
	#logEndless({ watcher, log }: TriggerPoll, { endless }: PollResult): void {
		const lists = endless.join();
		if (lists === (this.#namedEndless.get(watcher) ?? '')) return;
		this.#namedEndless.set(watcher, lists);
		if (endless.length > 0) log(endlessListsEntry(endless));
	}
}
