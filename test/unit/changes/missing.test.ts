import { LONG_APART_MS, POLLS_TO_CONFIRM } from '../../../vivi/changes/missing';
import type { State } from '../../../vivi/changes/state';
import { serviceFailure, type FakeAccount } from './fake-account';
import { AGENT, Watcher } from './watcher';

const MINUTE = 60_000;

/** Somebody who watches an account of two workspaces, with so many agents in the first. */
class Counter extends Watcher {
	static async over(agents: number, events?: string[]): Promise<Counter> {
		const watcher = new Counter(Array.from({ length: agents }, (_, n) => ({ id: `a${n}` })));
		watcher.watch = {
			events: events ?? [...AGENT, ...AGENT.map((event) => event.replace('agent', 'workspace'))],
			...{ workspaces: 'all', maxEvents: 1000 },
		};
		watcher.account.pageSize = 100;
		expect(await watcher.reported()).toEqual([]);
		return watcher;
	}

	override async poll() {
		this.waited += MINUTE;
		return await super.poll();
	}

	/** How many events each of the next polls reports. */
	async counts(polls: number): Promise<number[]> {
		const counts: number[] = [];
		for (let n = 0; n < polls; n++) counts.push((await this.reported()).length);
		return counts;
	}

	/** The service leaves these out; none unless said otherwise. */
	hide(isHidden: FakeAccount['isHidden'] = () => false): void {
		this.account.isHidden = isHidden;
	}

	remove(first: number, count: number): void {
		for (let n = first; n < first + count; n++) this.account.remove('agent ws_1', `a${n}`);
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
	])('%s: nothing is reported as deleted, nor later as created', async (_, isHidden) => {
		const watcher = await Counter.over(200);
		watcher.hide(isHidden);
		for (let polls = 1; polls < POLLS_TO_CONFIRM; polls++) {
			const { events, unconfirmed } = await watcher.poll();
			expect(events).toEqual([]);
			expect(unconfirmed).toBeGreaterThan(0);
			watcher.restart();
		}
		watcher.hide();
		expect(await watcher.counts(3)).toEqual([0, 0, 0]);
		expect(watcher.state).not.toHaveProperty('lookedAt');
	});

	it('is over with the first good poll', async () => {
		const watcher = await Counter.over(200);
		for (let times = 0; times < 3; times++) {
			watcher.hide((list) => list === 'agent ws_1');
			expect(await watcher.counts(POLLS_TO_CONFIRM - 1)).toEqual([0, 0, 0]);
			watcher.hide();
			expect(await watcher.counts(1)).toEqual([0]);
		}
	});

	it('may recover bit by bit', async () => {
		const watcher = await Counter.over(200);
		watcher.hide((list) => list === 'agent ws_1');
		await watcher.poll();
		watcher.hide((_, id) => id === 'a7');
		expect(await watcher.reported()).toEqual([]);
		watcher.hide();
		expect(await watcher.reported()).toEqual([]);
	});

	it('delays a record that is created meanwhile no longer than that', async () => {
		const watcher = await Counter.over(20);
		watcher.hide((_, id) => id === 'ws_1');
		await watcher.poll();
		watcher.account.insert('agent ws_1', { id: 'new' });
		watcher.account.insert('agent ws_2', { id: 'other' });
		expect(await watcher.reported()).toEqual(['agent.created other']);
		watcher.hide();
		expect(await watcher.reported()).toEqual(['agent.created new']);
	});

	it('reports nothing as created where nobody watches deletions', async () => {
		const watcher = await Counter.over(200, ['agent.created']);
		watcher.hide(() => true);
		await watcher.poll();
		watcher.hide();
		expect(await watcher.reported()).toEqual([]);
	});

	it('does not make an empty workspace start again', async () => {
		const watcher = await Counter.over(0, ['agent.created']);
		watcher.hide((_, id) => id === 'ws_1');
		await watcher.poll();
		watcher.account.insert('agent ws_1', { id: 'new' });
		watcher.hide();
		expect(await watcher.reported()).toEqual(['agent.created new']);
	});
});

describe('records that are really deleted', () => {
	it.each([
		['one of many', 10, 1, [1, 0, 0, 0, 0]],
		['one of two', 2, 1, [1, 0, 0, 0, 0]],
		['twenty of a long list', 200, 20, [20, 0, 0, 0, 0]],
		['the only one', 1, 1, [0, 0, 0, 1, 0]],
		['two of three', 3, 2, [0, 0, 0, 2, 0]],
		['most of a long list', 200, 150, [0, 0, 0, 150, 0]],
		['more than a few of a long list', 200, 21, [0, 0, 0, 21, 0]],
	])('%s is reported once', async (_, agents, removed, counts) => {
		const watcher = await Counter.over(agents);
		watcher.remove(0, removed);
		expect(await watcher.counts(5)).toEqual(counts);
	});

	it('a workspace is reported together with its records', async () => {
		const watcher = await Counter.over(2);
		watcher.account.remove('workspace', 'ws_1');
		expect(await watcher.counts(3)).toEqual([0, 0, 0]);
		expect((await watcher.reported()).sort()).toEqual([
			'agent.deleted a0',
			'agent.deleted a1',
			'workspace.deleted ws_1',
		]);
		expect(await watcher.reported()).toEqual([]);
	});

	it('is reported in portions, without a new confirmation', async () => {
		const watcher = await Counter.over(10);
		watcher.watch = { ...watcher.watch, maxEvents: 4 };
		watcher.remove(0, 10);
		expect(await watcher.counts(7)).toEqual([0, 0, 0, 4, 4, 2, 0]);
	});

	it('counts the polls for each record separately', async () => {
		const watcher = await Counter.over(10);
		watcher.remove(0, 5);
		await watcher.counts(2);
		watcher.remove(5, 1);
		expect(await watcher.counts(4)).toEqual([0, 5, 0, 1]);
	});

	it('needs only two polls that are far apart', async () => {
		const watcher = await Counter.over(10);
		watcher.remove(0, 10);
		expect(await watcher.counts(1)).toEqual([0]);
		watcher.waited += LONG_APART_MS;
		expect(await watcher.counts(1)).toEqual([10]);
	});

	it('counts only polls that can read the list', async () => {
		const watcher = await Counter.over(10);
		watcher.remove(0, 10);
		await watcher.poll();
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		watcher.waited += LONG_APART_MS;
		expect(await watcher.counts(5)).toEqual([0, 0, 0, 0, 0]);
		watcher.account.onRequest = () => {};
		expect(await watcher.counts(4)).toEqual([0, 0, 10, 0]);
	});
});

describe('the owner of a state', () => {
	const asSomebodyElse = (watcher: Counter, owner = 'somebody else') => {
		Object.assign(watcher.account.client, { owner });
	};

	it('starts again with the records of another owner, and goes on from there', async () => {
		const watcher = await Counter.over(3);
		asSomebodyElse(watcher);
		for (const id of watcher.account.workspaceIds()) watcher.account.remove('workspace', id);
		watcher.account.insert('workspace', { id: 'theirs' });
		watcher.account.insert('agent theirs', { id: 'their agent' });
		expect(await watcher.counts(5)).toEqual([0, 0, 0, 0, 0]);
		watcher.account.insert('agent theirs', { id: 'new' });
		expect(await watcher.reported()).toEqual(['agent.created new']);
	});

	it('keeps what it knew while another owner shows nothing', async () => {
		const watcher = await Counter.over(3);
		const { owner } = watcher.account.client;
		asSomebodyElse(watcher);
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect((await watcher.poll()).failure).toBeDefined();
		watcher.account.onRequest = () => {};
		asSomebodyElse(watcher, owner);
		watcher.account.insert('agent ws_1', { id: 'new' });
		expect(await watcher.reported()).toEqual(['agent.created new']);
	});

	it('takes a state that does not say so, as version 0.1.0 kept it, for its own', async () => {
		const watcher = await Counter.over(3);
		delete (watcher.state as State).owner;
		watcher.restart();
		watcher.account.insert('agent ws_1', { id: 'new' });
		expect(await watcher.reported()).toEqual(['agent.created new']);
		expect(watcher.state).toMatchObject({ owner: watcher.account.client.owner });
	});
});
