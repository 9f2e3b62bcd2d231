import { PollCache } from '../../../vivi/changes/poll-cache';
import { pollForChanges, type PollResult } from '../../../vivi/changes/poll-for-changes';
import type { Watch } from '../../../vivi/changes/watch';
import type { JsonObject } from '../../../vivi/http/json';
import { FakeAccount } from './fake-account';

export const AGENT = ['agent.created', 'agent.updated', 'agent.deleted'];

/** Somebody who watches an account with two workspaces and two agents in the first. */
export class Watcher {
	readonly account = new FakeAccount();
	cache = new PollCache();
	state: unknown;
	watch: Watch = { events: AGENT, workspaces: 'all', maxEvents: 100 };
	deadline = Infinity;
	/** Milliseconds that have passed besides one for each request. */
	waited = 0;

	/** @param agents those in the first workspace */
	constructor(
		agents: readonly JsonObject[] = [
			{ id: 'a', name: 'Anna', status: 'draft' },
			{ id: 'b', name: 'Bert', status: 'draft' },
		],
	) {
		this.account.insert('workspace', { id: 'ws_1', name: 'One' });
		this.account.insert('workspace', { id: 'ws_2', name: 'Two' });
		for (const agent of agents) this.account.insert('agent ws_1', agent);
	}

	/** Polls with these changes of what is watched. */
	async poll(watch: Partial<Watch> = {}): Promise<PollResult> {
		this.watch = { ...this.watch, ...watch };
		const result = await pollForChanges({
			client: this.account.client,
			watch: this.watch,
			state: this.state,
			cache: this.cache,
			watcher: 'w',
			now: () => this.waited + this.account.requests,
			deadline: this.deadline,
		});
		// As n8n keeps it.
		this.state = JSON.parse(JSON.stringify(result.state));
		return result;
	}

	async reported(watch?: Partial<Watch>): Promise<string[]> {
		return (await this.poll(watch)).events.map(({ event, id }) => `${event} ${id}`);
	}

	/** Polls until something is reported, and says in which poll that was. */
	async reportedAfterPolls(): Promise<[polls: number, reported: string[]]> {
		for (let polls = 1; polls < 20; polls++) {
			const reported = await this.reported();
			if (reported.length > 0) return [polls, reported.sort()];
		}
		return [Infinity, []];
	}

	restart(): void {
		this.cache = new PollCache();
	}
}

/** Somebody whose first poll is over. */
export async function watching(watch: Partial<Watch> = {}): Promise<Watcher> {
	const watcher = new Watcher();
	expect(await watcher.reported(watch)).toEqual([]);
	return watcher;
}
