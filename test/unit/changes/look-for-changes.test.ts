import { lookForChanges, type Outcome } from '../../../vivi/changes/look-for-changes';
import { Memory } from '../../../vivi/changes/memory';
import type { Watch } from '../../../vivi/changes/watch';
import { FakeAccount, serviceFailure } from './fake-account';

const AGENT = ['agent.created', 'agent.updated', 'agent.deleted'];

/** Somebody who watches an account with two workspaces and two agents in the first. */
class Watcher {
	readonly account = new FakeAccount();
	memory = new Memory();
	state: unknown;
	watch: Watch = { events: AGENT, workspaces: 'all', maxEvents: 100 };
	deadline = Infinity;
	/** Milliseconds that have passed besides one for each request. */
	waited = 0;

	constructor() {
		this.account.insert('workspace', { id: 'ws_1', name: 'One' });
		this.account.insert('workspace', { id: 'ws_2', name: 'Two' });
		this.account.insert('agent ws_1', { id: 'a', name: 'Anna', status: 'draft' });
		this.account.insert('agent ws_1', { id: 'b', name: 'Bert', status: 'draft' });
	}

	/** Looks with these changes of what is watched. */
	async look(watch: Partial<Watch> = {}): Promise<Outcome> {
		this.watch = { ...this.watch, ...watch };
		const outcome = await lookForChanges({
			client: this.account.client,
			watch: this.watch,
			state: this.state,
			memory: this.memory,
			watcher: 'w',
			now: () => this.waited + this.account.requests,
			deadline: this.deadline,
		});
		// As n8n keeps it.
		this.state = JSON.parse(JSON.stringify(outcome.state));
		return outcome;
	}

	async told(watch?: Partial<Watch>): Promise<string[]> {
		return (await this.look(watch)).events.map(({ event, id }) => `${event} ${id}`);
	}

	/** Looks until something is told, and says in which look that was. */
	async toldAfterLooks(): Promise<[looks: number, told: string[]]> {
		for (let looks = 1; looks < 20; looks++) {
			const told = await this.told();
			if (told.length > 0) return [looks, told.sort()];
		}
		return [Infinity, []];
	}

	restart(): void {
		this.memory = new Memory();
	}
}

async function watching(watch: Partial<Watch> = {}): Promise<Watcher> {
	const watcher = new Watcher();
	expect(await watcher.told(watch)).toEqual([]);
	return watcher;
}

describe('the first look', () => {
	it('tells of everything that exists when that is wanted, in portions', async () => {
		const watcher = new Watcher();
		const first = await watcher.look({ emitExisting: true, maxEvents: 1 });
		expect(first).toMatchObject({ events: [{ event: 'agent.created', id: 'a' }], pending: 1 });
		expect(await watcher.told()).toEqual(['agent.created b']);
		expect(await watcher.told()).toEqual([]);
	});

	it('sees what slips over a page border because something before it is deleted', async () => {
		const watcher = new Watcher();
		const { account } = watcher;
		account.insert('agent ws_1', { id: 'c', name: 'Cora' });
		account.pageSize = 1;
		account.paging = 'pageUrl';
		account.onRequest = (request) => {
			if (request === 3) account.remove('agent ws_1', 'a');
		};
		await watcher.look({ workspaces: ['ws_1'] });
		account.onRequest = () => {};
		expect(await watcher.told()).not.toContain('agent.created c');
	});
});

describe('an update', () => {
	it('comes with the changed fields and their values before and after', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { name: 'Anne', status: null, role: 'x' });
		expect((await watcher.look()).events).toEqual([
			{
				eventId: expect.stringMatching(/^[\w-]{22}$/) as string,
				event: 'agent.updated',
				resource: 'agent',
				id: 'a',
				workspaceId: 'ws_1',
				changedFields: ['name', 'status', 'role'],
				before: { name: 'Anna', status: 'draft', role: null },
				after: { name: 'Anne', status: null, role: 'x' },
				record: { id: 'a', name: 'Anne', status: null, role: 'x' },
			},
		]);
	});

	it('still names the fields after a restart, without the values before', async () => {
		const watcher = await watching();
		watcher.restart();
		watcher.account.update('agent ws_1', 'a', { status: 'published' });
		const [event] = (await watcher.look()).events;
		expect(event).toMatchObject({ changedFields: ['status'], after: { status: 'published' } });
		expect(event).not.toHaveProperty('before');
	});

	it('names the time of change only when nothing else is seen to have changed', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { updatedAt: '2026-01-01T00:00:00Z' });
		const [touched] = (await watcher.look()).events;
		expect(touched).toMatchObject({
			changedFields: ['updatedAt'],
			occurredAt: '2026-01-01T00:00:00.000Z',
		});
		// As everywhere else, what names no time zone is UTC and not the machine's.
		watcher.account.update('agent ws_1', 'a', { updatedAt: null, updatedOn: '2026-01-01T12:00' });
		expect((await watcher.look()).events).toMatchObject([
			{ occurredAt: '2026-01-01T12:00:00.000Z' },
		]);
		watcher.account.update('agent ws_1', 'a', { name: 'Anne', updatedAt: '2026-01-02' });
		expect((await watcher.look()).events).toMatchObject([{ changedFields: ['name'] }]);
	});

	it('has an ID of its own each time, also when values come back', async () => {
		const watcher = await watching();
		const ids = new Set<string>();
		for (const name of ['Anne', 'Anna', 'Anne', 'Anna']) {
			watcher.account.update('agent ws_1', 'a', { name });
			const [event] = (await watcher.look()).events;
			ids.add(event!.eventId);
		}
		expect(ids.size).toBe(4);
	});

	it('is told only if one of the chosen fields has changed', async () => {
		const watcher = await watching({ onlyFields: ['status'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		expect(await watcher.told()).toEqual([]);
		watcher.account.update('agent ws_1', 'a', { name: 'Anni', status: 'published' });
		expect((await watcher.look()).events).toMatchObject([{ changedFields: ['status'] }]);
	});
});

it('tells a record that came back under its ID apart from the one that went', async () => {
	const watcher = await watching();
	const ids = new Set<string>();
	for (const day of [1, 2]) {
		const createdAt = `2026-01-0${day}T00:00:00Z`;
		watcher.account.insert('agent ws_1', { id: 'c', createdAt });
		for (const { eventId } of (await watcher.look()).events) ids.add(eventId);
		watcher.account.remove('agent ws_1', 'c');
		for (const { eventId } of (await watcher.look()).events) ids.add(eventId);
	}
	expect(ids.size).toBe(4);
});

it('tells of the oldest first, of what has no time last', async () => {
	const watcher = await watching();
	const { account } = watcher;
	account.remove('agent ws_1', 'b');
	account.insert('agent ws_1', { id: 'c', createdAt: '2026-01-03T00:00:00Z' });
	account.insert('agent ws_2', { id: 'd', createdAt: 1_767_225_600 });
	account.insert('agent ws_2', { id: 'e', createdAt: '2026-01-02T00:00:00Z' });
	const ids = ['agent.created d', 'agent.created e', 'agent.created c', 'agent.deleted b'];
	expect(await watcher.told()).toEqual(ids);
});

it('tells of a deleted record what is still known of it', async () => {
	const watcher = await watching();
	watcher.account.remove('agent ws_1', 'a');
	const record = { id: 'a', name: 'Anna', status: 'draft' };
	expect((await watcher.look()).events).toMatchObject([{ event: 'agent.deleted', record }]);
	watcher.account.insert('agent ws_1', { id: 'c' });
	await watcher.look();
	watcher.restart();
	watcher.account.remove('agent ws_1', 'b');
	const [event] = (await watcher.look()).events;
	expect(event).toMatchObject({ event: 'agent.deleted', id: 'b', record: { id: 'b' } });
	expect(event!.record).toEqual({ id: 'b' });
});

it('hands out copies: what a workflow does to them changes nothing here', async () => {
	const watcher = await watching();
	watcher.account.insert('agent ws_1', { id: 'c', inner: { n: 1 } });
	const [event] = (await watcher.look()).events;
	(event!.record['inner'] as { n: number }).n = 2;
	expect(await watcher.told()).toEqual([]);
	watcher.account.update('agent ws_1', 'c', { inner: { n: 3 } });
	expect((await watcher.look()).events).toMatchObject([{ before: { inner: { n: 1 } } }]);
});

describe('when the parameters change', () => {
	it('a new kind of event begins with what is there then, the others go on', async () => {
		const watcher = await watching({ events: ['agent.created'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.told({ events: AGENT })).toEqual(['agent.created c']);
		watcher.account.update('agent ws_1', 'a', { name: 'Anni' });
		expect(await watcher.told()).toEqual(['agent.updated a']);
	});

	it('a new choice of fields begins with what is there then', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.told({ onlyFields: ['name'] })).toEqual(['agent.created c']);
		expect(await watcher.told()).toEqual([]);
		watcher.restart();
		expect(await watcher.told({ onlyFields: ['status'] })).toEqual([]);
		watcher.account.update('agent ws_1', 'a', { status: 'published' });
		expect(await watcher.told()).toEqual(['agent.updated a']);
	});

	it('waits with both until it has seen the whole list', async () => {
		const watcher = await watching({ events: ['agent.created'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect((await watcher.look({ events: AGENT })).failure).toBeDefined();
		watcher.account.onRequest = () => {};
		expect(await watcher.told()).toEqual([]);
	});

	it('a workspace that is added begins with what is in it then', async () => {
		const watcher = await watching({ workspaces: ['ws_1'] });
		watcher.account.insert('agent ws_2', { id: 'x' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.told({ workspaces: ['ws_1', 'ws_2'] })).toEqual(['agent.created c']);
		watcher.account.insert('agent ws_2', { id: 'y' });
		expect(await watcher.told()).toEqual(['agent.created y']);
	});

	it('a workspace that was left out and comes back does so too', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		expect(await watcher.told({ workspaces: ['ws_2'] })).toEqual([]);
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.told({ workspaces: ['ws_1', 'ws_2'] })).toEqual([]);
	});

	it('all workspaces after some: the others are not new ones', async () => {
		const watcher = await watching({
			events: [...AGENT, 'workspace.created', 'workspace.updated'],
			workspaces: ['ws_1'],
		});
		watcher.account.insert('agent ws_2', { id: 'x' });
		expect(await watcher.told({ workspaces: 'all' })).toEqual([]);
		watcher.account.insert('workspace', { id: 'ws_3' });
		watcher.account.insert('agent ws_3', { id: 'y' });
		expect((await watcher.told()).sort()).toEqual(['agent.created y', 'workspace.created ws_3']);
	});
});

it('takes notice of the selected workspaces only', async () => {
	const events = ['workspace.created', 'workspace.updated', 'workspace.deleted'];
	const watcher = await watching({ events, workspaces: ['ws_1'] });
	watcher.account.update('workspace', 'ws_2', { name: 'Zwei' });
	watcher.account.insert('workspace', { id: 'ws_3' });
	expect(await watcher.told()).toEqual([]);
	watcher.account.remove('workspace', 'ws_1');
	expect(await watcher.toldAfterLooks()).toEqual([4, ['workspace.deleted ws_1']]);
});

describe('a list that may go on', () => {
	it('tells what is created and updated, and nothing as deleted that may only be further down', async () => {
		const watcher = new Watcher();
		const { account } = watcher;
		account.paging = 'window';
		account.pageSize = 2;
		expect(await watcher.look({ workspaces: ['ws_1'] })).toMatchObject({
			...{ events: [], unfinished: false, endless: ['agent ws_1'] },
		});
		account.insert('agent ws_1', { id: 'c', name: 'Cora' });
		account.update('agent ws_1', 'b', { name: 'Bertha' });
		expect((await watcher.told()).sort()).toEqual(['agent.created c', 'agent.updated b']);
		account.insert('agent ws_1', { id: 'd' });
		expect(await watcher.told()).toEqual(['agent.created d']);
		expect(await watcher.told()).toEqual([]);
	});

	it('tells what is deleted as soon as the list is shorter than what VIVI gives at once', async () => {
		const watcher = await watching({ workspaces: ['ws_1'] });
		const { account } = watcher;
		account.paging = 'window';
		account.pageSize = 2;
		expect(await watcher.told()).toEqual([]);
		account.remove('agent ws_1', 'a');
		expect(await watcher.look()).toMatchObject({
			...{ events: [{ event: 'agent.deleted', id: 'a' }], endless: [] },
		});
	});
});

describe('what cannot be read', () => {
	it('leaves the events of the other lists alone', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		watcher.account.remove('workspace', 'ws_2');
		watcher.account.insert('agent ws_1', { id: 'c' });
		const { events, failure, skipped } = await watcher.look();
		expect(events).toMatchObject([{ id: 'c' }]);
		expect(failure).toBeUndefined();
		expect(skipped).toMatchObject([{ workspaceId: 'ws_2', reason: { status: 404 } }]);
	});

	it('fails where no workspace can be read, or where it is not only the workspace', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect(await watcher.look()).toMatchObject({ failure: { status: 500 }, skipped: [] });
		watcher.account.onRequest = () => {};
		watcher.account.remove('workspace', 'ws_1');
		watcher.account.remove('workspace', 'ws_2');
		expect(await watcher.look()).toMatchObject({ failure: { status: 404 }, skipped: [] });
	});

	it('fails when records have no ID', async () => {
		const watcher = await watching();
		watcher.account.insert('agent ws_1', { name: 'Nobody' });
		expect(await watcher.look()).toMatchObject({ events: [], failure: { code: 'no_id' } });
	});

	it('says so when there is no time for a single list', async () => {
		const watcher = new Watcher();
		watcher.deadline = 0;
		expect(await watcher.look()).toMatchObject({ failure: { code: 'look_too_slow' } });
	});

	it('begins the next look with the lists there was no time for', async () => {
		const watcher = await watching();
		const { account } = watcher;
		for (let n = 3; n < 10; n++) account.insert('workspace', { id: `ws_${n}` });
		account.pageSize = 100;
		for (let n = 1; n < 10; n++) account.insert(`agent ws_${n}`, { id: `in_${n}` });
		const told: string[] = [];
		for (let looks = 0; looks < 5; looks++) {
			watcher.deadline = account.requests + 4;
			told.push(...(await watcher.told()));
		}
		expect(told.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `agent.created in_${n}`));
	});
});

describe('a stored state that cannot be used', () => {
	it.each([
		['none', () => null],
		['another version', (state: object) => ({ ...state, v: 2 })],
		['something else', () => ({ v: 1, fields: {}, lists: { 'agent ws_1': 5 } })],
	])('%s: everything begins anew', async (_, spoil) => {
		const watcher = await watching();
		watcher.account.insert('agent ws_1', { id: 'c' });
		watcher.state = spoil(watcher.state as object);
		expect(await watcher.told()).toEqual([]);
		watcher.account.insert('agent ws_1', { id: 'd' });
		expect(await watcher.told()).toEqual(['agent.created d']);
	});

	it('a damaged list: only that one begins anew', async () => {
		const watcher = await watching();
		const state = watcher.state as { lists: Record<string, string> };
		state.lists['agent ws_1'] = state.lists['agent ws_1']!.slice(0, -30);
		watcher.account.insert('agent ws_1', { id: 'c' });
		watcher.account.insert('agent ws_2', { id: 'd' });
		expect(await watcher.told()).toEqual(['agent.created d']);
		watcher.account.remove('agent ws_1', 'c');
		expect(await watcher.told()).toEqual(['agent.deleted c']);
	});
});

it.each([
	[{ events: [] }, "'Events' is empty"],
	[{ events: ['file.created'] }, 'none of its choices'],
	[{ workspaces: [] }, 'No workspace is chosen'],
])('refuses to watch %j', async (watch, text) => {
	await expect(new Watcher().look(watch)).rejects.toThrow(text);
});
