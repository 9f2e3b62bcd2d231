import { lookForChanges, type Outcome } from '../../../vivi/changes/look-for-changes';
import { Memory } from '../../../vivi/changes/memory';
import { LONG_APART_MS, LOOKS_TO_AGREE } from '../../../vivi/changes/missing';
import type { State } from '../../../vivi/changes/state';
import { FakeAccount, serviceFailure } from './fake-account';

const EVENTS = ['created', 'updated', 'deleted'].flatMap((kind) => [
	`agent.${kind}`,
	`workspace.${kind}`,
]);

/** Somebody who watches an account of two workspaces, with so many agents in the first. */
class Watcher {
	readonly account = new FakeAccount();
	memory = new Memory();
	state: unknown;
	events = EVENTS;
	maxEvents = 1000;
	time = 0;

	static async over(agents: number, events = EVENTS): Promise<Watcher> {
		const watcher = new Watcher();
		watcher.events = events;
		watcher.account.pageSize = 100;
		for (const id of ['ws_1', 'ws_2']) watcher.account.insert('workspace', { id });
		for (let n = 0; n < agents; n++) watcher.account.insert('agent ws_1', { id: `a${n}` });
		expect(await watcher.told()).toEqual([]);
		return watcher;
	}

	async look(): Promise<Outcome> {
		const outcome = await lookForChanges({
			client: this.account.client,
			watch: { events: this.events, workspaces: 'all', maxEvents: this.maxEvents },
			state: this.state,
			memory: this.memory,
			watcher: 'w',
			now: () => this.time,
			deadline: Infinity,
		});
		this.state = JSON.parse(JSON.stringify(outcome.state));
		this.time += 60_000;
		return outcome;
	}

	async told(): Promise<string[]> {
		return (await this.look()).events.map(({ event, id }) => `${event} ${id}`);
	}

	/** What each of the next looks tells, as the number of events. */
	async counts(looks: number): Promise<number[]> {
		const counts: number[] = [];
		for (let n = 0; n < looks; n++) counts.push((await this.told()).length);
		return counts;
	}

	/** The service leaves these out. */
	hide(isHidden: FakeAccount['isHidden']): void {
		this.account.isHidden = isHidden;
	}

	recover(): void {
		this.account.isHidden = () => false;
	}

	remove(first: number, count: number): void {
		for (let n = first; n < first + count; n++) this.account.remove('agent ws_1', `a${n}`);
	}

	restart(): void {
		this.memory = new Memory();
	}
}

const numberOf = (id: string) => Number(id.slice(1));

describe('a service that leaves out much for a while', () => {
	it.each<[string, FakeAccount['isHidden']]>([
		['a whole list', (list) => list === 'agent ws_1'],
		['half of a list', (list, id) => list === 'agent ws_1' && numberOf(id) % 2 === 0],
		['a quarter of a list', (list, id) => list === 'agent ws_1' && numberOf(id) % 4 === 0],
		['a workspace', (_, id) => id === 'ws_1'],
		['all workspaces', (list) => list === 'workspace'],
		['everything', () => true],
	])('%s: nothing is told as deleted, nor later as created', async (_, isHidden) => {
		const watcher = await Watcher.over(200);
		watcher.hide(isHidden);
		for (let looks = 1; looks < LOOKS_TO_AGREE; looks++) {
			const { events, doubted } = await watcher.look();
			expect(events).toEqual([]);
			expect(doubted).toBeGreaterThan(0);
			watcher.restart();
		}
		watcher.recover();
		expect(await watcher.counts(3)).toEqual([0, 0, 0]);
		expect(watcher.state).not.toHaveProperty('lookedAt');
	});

	it('is forgotten with the first good look', async () => {
		const watcher = await Watcher.over(200);
		for (let times = 0; times < 3; times++) {
			watcher.hide((list) => list === 'agent ws_1');
			expect(await watcher.counts(LOOKS_TO_AGREE - 1)).toEqual([0, 0, 0]);
			watcher.recover();
			expect(await watcher.counts(1)).toEqual([0]);
		}
	});

	it('may recover bit by bit', async () => {
		const watcher = await Watcher.over(200);
		watcher.hide((list) => list === 'agent ws_1');
		await watcher.look();
		watcher.hide((_, id) => id === 'a7');
		expect(await watcher.told()).toEqual([]);
		watcher.recover();
		expect(await watcher.told()).toEqual([]);
	});

	it('hides what is created meanwhile no longer than that', async () => {
		const watcher = await Watcher.over(20);
		watcher.hide((_, id) => id === 'ws_1');
		await watcher.look();
		watcher.account.insert('agent ws_1', { id: 'new' });
		watcher.account.insert('agent ws_2', { id: 'other' });
		expect(await watcher.told()).toEqual(['agent.created other']);
		watcher.recover();
		expect(await watcher.told()).toEqual(['agent.created new']);
	});

	it('creates nothing anew where nobody asked for deletions', async () => {
		const watcher = await Watcher.over(200, ['agent.created']);
		watcher.hide(() => true);
		await watcher.look();
		watcher.recover();
		expect(await watcher.told()).toEqual([]);
	});

	it('gives a workspace without agents no new beginning', async () => {
		const watcher = await Watcher.over(0, ['agent.created']);
		watcher.hide((_, id) => id === 'ws_1');
		await watcher.look();
		watcher.account.insert('agent ws_1', { id: 'new' });
		watcher.recover();
		expect(await watcher.told()).toEqual(['agent.created new']);
	});
});

describe('what is really gone', () => {
	it.each([
		['one of many', 10, 1, [1, 0, 0, 0, 0]],
		['one of two', 2, 1, [1, 0, 0, 0, 0]],
		['twenty of a long list', 200, 20, [20, 0, 0, 0, 0]],
		['the only one', 1, 1, [0, 0, 0, 1, 0]],
		['two of three', 3, 2, [0, 0, 0, 2, 0]],
		['most of a long list', 200, 150, [0, 0, 0, 150, 0]],
		['more than a few of a long list', 200, 21, [0, 0, 0, 21, 0]],
	])('%s is told once', async (_, agents, removed, counts) => {
		const watcher = await Watcher.over(agents);
		watcher.remove(0, removed);
		expect(await watcher.counts(5)).toEqual(counts);
	});

	it('a workspace is told together with what was in it', async () => {
		const watcher = await Watcher.over(2);
		watcher.account.remove('workspace', 'ws_1');
		expect(await watcher.counts(3)).toEqual([0, 0, 0]);
		expect((await watcher.told()).sort()).toEqual([
			'agent.deleted a0',
			'agent.deleted a1',
			'workspace.deleted ws_1',
		]);
		expect(await watcher.told()).toEqual([]);
	});

	it('is told in portions without being doubted again', async () => {
		const watcher = await Watcher.over(10);
		watcher.maxEvents = 4;
		watcher.remove(0, 10);
		expect(await watcher.counts(7)).toEqual([0, 0, 0, 4, 4, 2, 0]);
	});

	it('is told for each record only when enough looks missed that very one', async () => {
		const watcher = await Watcher.over(10);
		watcher.remove(0, 5);
		await watcher.counts(2);
		watcher.remove(5, 1);
		expect(await watcher.counts(4)).toEqual([0, 5, 0, 1]);
	});

	it('needs two looks only when these are far apart', async () => {
		const watcher = await Watcher.over(10);
		watcher.remove(0, 10);
		expect(await watcher.counts(1)).toEqual([0]);
		watcher.time += LONG_APART_MS;
		expect(await watcher.counts(1)).toEqual([10]);
	});

	it('waits for looks that can read the list', async () => {
		const watcher = await Watcher.over(10);
		watcher.remove(0, 10);
		await watcher.look();
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		watcher.time += LONG_APART_MS;
		expect(await watcher.counts(5)).toEqual([0, 0, 0, 0, 0]);
		watcher.account.onRequest = () => {};
		expect(await watcher.counts(4)).toEqual([0, 0, 10, 0]);
	});
});

describe('whose records the state is about', () => {
	const asSomebodyElse = (watcher: Watcher, owner = 'somebody else') => {
		Object.assign(watcher.account.client, { owner });
	};

	it('begins anew with those of another owner, and goes on from there', async () => {
		const watcher = await Watcher.over(3);
		asSomebodyElse(watcher);
		for (const id of watcher.account.workspaceIds()) watcher.account.remove('workspace', id);
		watcher.account.insert('workspace', { id: 'theirs' });
		watcher.account.insert('agent theirs', { id: 'their agent' });
		expect(await watcher.counts(5)).toEqual([0, 0, 0, 0, 0]);
		watcher.account.insert('agent theirs', { id: 'new' });
		expect(await watcher.told()).toEqual(['agent.created new']);
	});

	it('keeps what it knew while another owner shows nothing', async () => {
		const watcher = await Watcher.over(3);
		const { owner } = watcher.account.client;
		asSomebodyElse(watcher);
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect((await watcher.look()).failure).toBeDefined();
		watcher.account.onRequest = () => {};
		asSomebodyElse(watcher, owner);
		watcher.account.insert('agent ws_1', { id: 'new' });
		expect(await watcher.told()).toEqual(['agent.created new']);
	});

	it('takes a state that does not say so, as version 0.1.0 kept it, for its own', async () => {
		const watcher = await Watcher.over(3);
		delete (watcher.state as State).owner;
		watcher.restart();
		watcher.account.insert('agent ws_1', { id: 'new' });
		expect(await watcher.told()).toEqual(['agent.created new']);
		expect(watcher.state).toMatchObject({ owner: watcher.account.client.owner });
	});
});
