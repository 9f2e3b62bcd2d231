import { serviceFailure } from './fake-account';
import { AGENT, Watcher, watching } from './watcher';

describe('the first poll', () => {
	it('reports every existing record on request, in portions', async () => {
		const watcher = new Watcher();
		const first = await watcher.poll({ emitExisting: true, maxEvents: 1 });
		expect(first).toMatchObject({ events: [{ event: 'agent.created', id: 'a' }], pending: 1 });
		expect(await watcher.reported()).toEqual(['agent.created b']);
		expect(await watcher.reported()).toEqual([]);
	});
});

describe('an update', () => {
	it('comes with the changed fields and their values before and after', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { name: 'Anne', status: null, role: 'x' });
		expect((await watcher.poll()).events).toEqual([
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

	it('still names the fields after a restart, without the former values', async () => {
		const watcher = await watching();
		watcher.restart();
		watcher.account.update('agent ws_1', 'a', { status: 'published' });
		const [event] = (await watcher.poll()).events;
		expect(event).toMatchObject({ changedFields: ['status'], after: { status: 'published' } });
		expect(event).not.toHaveProperty('before');
	});

	it('names the time of change only when no other field has changed', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { updatedAt: '2026-01-01T00:00:00Z' });
		const [touched] = (await watcher.poll()).events;
		expect(touched).toMatchObject({
			changedFields: ['updatedAt'],
			occurredAt: '2026-01-01T00:00:00.000Z',
		});
		// A time without a zone is UTC, as everywhere else.
		watcher.account.update('agent ws_1', 'a', { updatedAt: null, updatedOn: '2026-01-01T12:00' });
		expect((await watcher.poll()).events).toMatchObject([
			{ occurredAt: '2026-01-01T12:00:00.000Z' },
		]);
		watcher.account.update('agent ws_1', 'a', { name: 'Anne', updatedAt: '2026-01-02' });
		expect((await watcher.poll()).events).toMatchObject([{ changedFields: ['name'] }]);
	});

	it('has a new event ID each time, also when old values return', async () => {
		const watcher = await watching();
		const ids = new Set<string>();
		for (const name of ['Anne', 'Anna', 'Anne', 'Anna']) {
			watcher.account.update('agent ws_1', 'a', { name });
			const [event] = (await watcher.poll()).events;
			ids.add(event!.eventId);
		}
		expect(ids.size).toBe(4);
	});

	it('is reported only if one of the chosen fields has changed', async () => {
		const watcher = await watching({ onlyFields: ['status'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		expect(await watcher.reported()).toEqual([]);
		watcher.account.update('agent ws_1', 'a', { name: 'Anni', status: 'published' });
		expect((await watcher.poll()).events).toMatchObject([{ changedFields: ['status'] }]);
	});
});

it('distinguishes a new record from a deleted one with the same ID', async () => {
	const watcher = await watching();
	const ids = new Set<string>();
	for (const day of [1, 2]) {
		const createdAt = `2026-01-0${day}T00:00:00Z`;
		watcher.account.insert('agent ws_1', { id: 'c', createdAt });
		for (const { eventId } of (await watcher.poll()).events) ids.add(eventId);
		watcher.account.remove('agent ws_1', 'c');
		for (const { eventId } of (await watcher.poll()).events) ids.add(eventId);
	}
	expect(ids.size).toBe(4);
});

it('reports the oldest first, and records without a time last', async () => {
	const watcher = await watching();
	const { account } = watcher;
	account.remove('agent ws_1', 'b');
	account.insert('agent ws_1', { id: 'c', createdAt: '2026-01-03T00:00:00Z' });
	account.insert('agent ws_2', { id: 'd', createdAt: 1_767_225_600 });
	account.insert('agent ws_2', { id: 'e', createdAt: '2026-01-02T00:00:00Z' });
	const ids = ['agent.created d', 'agent.created e', 'agent.created c', 'agent.deleted b'];
	expect(await watcher.reported()).toEqual(ids);
});

it('reports what is still known of a deleted record', async () => {
	const watcher = await watching();
	watcher.account.remove('agent ws_1', 'a');
	const record = { id: 'a', name: 'Anna', status: 'draft' };
	expect((await watcher.poll()).events).toMatchObject([{ event: 'agent.deleted', record }]);
	watcher.account.insert('agent ws_1', { id: 'c' });
	await watcher.poll();
	watcher.restart();
	watcher.account.remove('agent ws_1', 'b');
	const [event] = (await watcher.poll()).events;
	expect(event).toMatchObject({ event: 'agent.deleted', id: 'b', record: { id: 'b' } });
	expect(event!.record).toEqual({ id: 'b' });
});

it('hands out copies, which the workflow may change', async () => {
	const watcher = await watching();
	watcher.account.insert('agent ws_1', { id: 'c', inner: { n: 1 } });
	const [event] = (await watcher.poll()).events;
	(event!.record['inner'] as { n: number }).n = 2;
	expect(await watcher.reported()).toEqual([]);
	watcher.account.update('agent ws_1', 'c', { inner: { n: 3 } });
	expect((await watcher.poll()).events).toMatchObject([{ before: { inner: { n: 1 } } }]);
});

describe('when the parameters change', () => {
	it('a new kind of event starts with the present records, and the other kinds go on', async () => {
		const watcher = await watching({ events: ['agent.created'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.reported({ events: AGENT })).toEqual(['agent.created c']);
		watcher.account.update('agent ws_1', 'a', { name: 'Anni' });
		expect(await watcher.reported()).toEqual(['agent.updated a']);
	});

	it('a new choice of fields starts with the present records', async () => {
		const watcher = await watching();
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.reported({ onlyFields: ['name'] })).toEqual(['agent.created c']);
		expect(await watcher.reported()).toEqual([]);
		watcher.restart();
		expect(await watcher.reported({ onlyFields: ['status'] })).toEqual([]);
		watcher.account.update('agent ws_1', 'a', { status: 'published' });
		expect(await watcher.reported()).toEqual(['agent.updated a']);
	});

	it('waits with both until a poll reads the whole list', async () => {
		const watcher = await watching({ events: ['agent.created'] });
		watcher.account.update('agent ws_1', 'a', { name: 'Anne' });
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect((await watcher.poll({ events: AGENT })).failure).toBeDefined();
		watcher.account.onRequest = () => {};
		expect(await watcher.reported()).toEqual([]);
	});

	it('an added workspace starts with its present records', async () => {
		const watcher = await watching({ workspaces: ['ws_1'] });
		watcher.account.insert('agent ws_2', { id: 'x' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.reported({ workspaces: ['ws_1', 'ws_2'] })).toEqual(['agent.created c']);
		watcher.account.insert('agent ws_2', { id: 'y' });
		expect(await watcher.reported()).toEqual(['agent.created y']);
	});

	it('a workspace that was left out and is added again starts with its present records', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		expect(await watcher.reported({ workspaces: ['ws_2'] })).toEqual([]);
		watcher.account.insert('agent ws_1', { id: 'c' });
		expect(await watcher.reported({ workspaces: ['ws_1', 'ws_2'] })).toEqual([]);
	});

	it('all workspaces after some: the others are not new ones', async () => {
		const watcher = await watching({
			events: [...AGENT, 'workspace.created', 'workspace.updated'],
			workspaces: ['ws_1'],
		});
		watcher.account.insert('agent ws_2', { id: 'x' });
		expect(await watcher.reported({ workspaces: 'all' })).toEqual([]);
		watcher.account.insert('workspace', { id: 'ws_3' });
		watcher.account.insert('agent ws_3', { id: 'y' });
		expect((await watcher.reported()).sort()).toEqual([
			'agent.created y',
			'workspace.created ws_3',
		]);
	});
});

it('watches the selected workspaces only', async () => {
	const events = ['workspace.created', 'workspace.updated', 'workspace.deleted'];
	const watcher = await watching({ events, workspaces: ['ws_1'] });
	watcher.account.update('workspace', 'ws_2', { name: 'Zwei' });
	watcher.account.insert('workspace', { id: 'ws_3' });
	expect(await watcher.reported()).toEqual([]);
	watcher.account.remove('workspace', 'ws_1');
	expect(await watcher.reportedAfterPolls()).toEqual([4, ['workspace.deleted ws_1']]);
});

describe('a list that may go on', () => {
	it('reports created and updated records, but no record as deleted that may only be further down', async () => {
		const watcher = new Watcher();
		const { account } = watcher;
		account.paging = 'window';
		account.pageSize = 2;
		expect(await watcher.poll({ workspaces: ['ws_1'] })).toMatchObject({
			...{ events: [], unfinished: false, endless: ['agent ws_1'] },
		});
		account.insert('agent ws_1', { id: 'c', name: 'Cora' });
		account.update('agent ws_1', 'b', { name: 'Bertha' });
		expect((await watcher.reported()).sort()).toEqual(['agent.created c', 'agent.updated b']);
		account.insert('agent ws_1', { id: 'd' });
		expect(await watcher.reported()).toEqual(['agent.created d']);
		expect(await watcher.reported()).toEqual([]);
	});

	it('reports deleted records once the list is shorter than a full page of VIVI', async () => {
		const watcher = await watching({ workspaces: ['ws_1'] });
		const { account } = watcher;
		account.paging = 'window';
		account.pageSize = 2;
		expect(await watcher.reported()).toEqual([]);
		account.remove('agent ws_1', 'a');
		expect(await watcher.poll()).toMatchObject({
			...{ events: [{ event: 'agent.deleted', id: 'a' }], endless: [] },
		});
	});
});

describe('what cannot be read', () => {
	it('leaves the events of the other lists alone', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		watcher.account.remove('workspace', 'ws_2');
		watcher.account.insert('agent ws_1', { id: 'c' });
		const { events, failure, skipped } = await watcher.poll();
		expect(events).toMatchObject([{ id: 'c' }]);
		expect(failure).toBeUndefined();
		expect(skipped).toMatchObject([{ workspaceId: 'ws_2', reason: { status: 404 } }]);
	});

	it('fails where no workspace can be read, or where it is not only the workspace', async () => {
		const watcher = await watching({ workspaces: ['ws_1', 'ws_2'] });
		watcher.account.onRequest = () => {
			throw serviceFailure();
		};
		expect(await watcher.poll()).toMatchObject({ failure: { status: 500 }, skipped: [] });
		watcher.account.onRequest = () => {};
		watcher.account.remove('workspace', 'ws_1');
		watcher.account.remove('workspace', 'ws_2');
		expect(await watcher.poll()).toMatchObject({ failure: { status: 404 }, skipped: [] });
	});

	it('follows a record without an ID by its name and the time of its creation', async () => {
		const watcher = await watching();
		const none = undefined as unknown as string;
		watcher.account.insert('agent ws_1', { name: 'Nobody', createdAt: '2026-03-01T08:00:00Z' });
		watcher.account.insert('agent ws_1', { id: 'c', name: 'Carla' });
		const [created, other] = await watcher.reported();
		expect([created, other]).toEqual([
			expect.stringMatching(/^agent\.created no-id-[\w-]{8}$/),
			'agent.created c',
		]);
		const id = created!.split(' ')[1]!;
		expect(await watcher.reported()).toEqual([]);
		watcher.account.update('agent ws_1', none, { status: 'published' });
		expect(await watcher.reported()).toEqual([`agent.updated ${id}`]);
		watcher.account.remove('agent ws_1', none);
		expect(await watcher.reportedAfterPolls()).toEqual([
			expect.any(Number),
			[`agent.deleted ${id}`],
		]);
	});

	it('tells records without an ID apart by either', async () => {
		const watcher = await watching();
		for (const [name, day] of [
			['Nobody', 1],
			['Nobody', 2],
			['Somebody', 1],
			['', 3],
		] as const) {
			watcher.account.insert('agent ws_1', { name, createdAt: `2026-03-0${day}T08:00:00Z` });
		}
		watcher.account.insert('agent ws_1', { name: 'Timeless' });
		expect(new Set(await watcher.reported()).size).toBe(5);
		expect(await watcher.reported()).toEqual([]);
	});

	it('names a list in which a record has nothing of all this', async () => {
		const watcher = await watching();
		watcher.account.insert('agent ws_1', { status: 'draft' });
		expect(await watcher.poll()).toMatchObject({
			events: [],
			failure: {
				code: 'no_id',
				message: expect.stringMatching(/list of agents holds an agent without.*'status'/) as string,
			},
		});
	});

	it('skips a workspace without an ID, and asks for nothing in it', async () => {
		const watcher = await watching();
		watcher.account.insert('workspace', { name: 'Nameless' });
		watcher.account.insert('agent ws_1', { id: 'c' });
		const { events, failure, skipped } = await watcher.poll();
		expect(events).toMatchObject([{ id: 'c' }]);
		expect(failure).toBeUndefined();
		expect(skipped).toMatchObject([{ reason: { code: 'place_without_id' } }]);
	});

	it('fails when there is no time for a single list', async () => {
		const watcher = new Watcher();
		watcher.deadline = 0;
		expect(await watcher.poll()).toMatchObject({ failure: { code: 'poll_too_slow' } });
	});

	it('begins the next poll with the lists there was no time for', async () => {
		const watcher = await watching();
		const { account } = watcher;
		for (let n = 3; n < 10; n++) account.insert('workspace', { id: `ws_${n}` });
		account.pageSize = 100;
		for (let n = 1; n < 10; n++) account.insert(`agent ws_${n}`, { id: `in_${n}` });
		const reported: string[] = [];
		for (let polls = 0; polls < 5; polls++) {
			watcher.deadline = account.requests + 4;
			reported.push(...(await watcher.reported()));
		}
		expect(reported.sort()).toEqual(
			[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `agent.created in_${n}`),
		);
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
		expect(await watcher.reported()).toEqual([]);
		watcher.account.insert('agent ws_1', { id: 'd' });
		expect(await watcher.reported()).toEqual(['agent.created d']);
	});

	it('a damaged list: only this list starts again', async () => {
		const watcher = await watching();
		const state = watcher.state as { lists: Record<string, string> };
		state.lists['agent ws_1'] = state.lists['agent ws_1']!.slice(0, -30);
		watcher.account.insert('agent ws_1', { id: 'c' });
		watcher.account.insert('agent ws_2', { id: 'd' });
		expect(await watcher.reported()).toEqual(['agent.created d']);
		watcher.account.remove('agent ws_1', 'c');
		expect(await watcher.reported()).toEqual(['agent.deleted c']);
	});
});

describe('a state that an earlier version has stored', () => {
	/** The state of a watcher's account from a version that watched neither files nor messages. */
	const STORED = {
		v: 1,
		owner: 'https://vivi.test acc',
		fields: {
			agent: 'name,status,description,promptId,knowledgeBaseIds,citations,structuredOutput',
		},
		lists: {
			workspace: '2;;;ws_1~GQ-WVul000,ws_2~5KCQzeki00',
			'agent ws_1':
				'2;created updated deleted;;a~MqQBPNER00MjjxAAAAAAAAAA,b~YsED6v9000PpjxAAAAAAAAAA',
			'agent ws_2': '0;created updated deleted;;',
		},
		allWorkspaces: true,
	};

	it('is gone on from, and stays as it is', async () => {
		const watcher = new Watcher();
		watcher.state = STORED;
		expect(await watcher.reported()).toEqual([]);
		expect(watcher.state).toEqual(STORED);
		watcher.account.update('agent ws_1', 'a', { status: 'published' });
		expect(await watcher.reported()).toEqual(['agent.updated a']);
	});

	it('does not report what was there when files, messages and filters are added', async () => {
		const watcher = new Watcher();
		const { account } = watcher;
		account.insert('knowledgeBase ws_1', { id: 'kb' });
		account.insert('file ws_1 kb', { id: 'f' });
		account.insert('thread ws_1', { id: 't', updatedAt: '2026-06-01T12:00:00Z' });
		account.insert('thread ws_1 t', { id: 'm', createdAt: '2026-06-01T12:00:00Z' });
		watcher.state = STORED;
		const events = [...AGENT, 'file.created', 'message.created'];
		expect(await watcher.reported({ events, filter: { nameContains: 'n' } })).toEqual([]);
		account.insert('file ws_1 kb', { id: 'g', name: 'new' });
		account.insert('thread ws_1 t', { id: 'n', content: 'n', createdAt: '2026-06-01T13:00:00Z' });
		account.update('thread ws_1', 't', { updatedAt: '2026-06-01T13:00:00Z' });
		expect((await watcher.reported()).sort()).toEqual(['file.created g', 'message.created n']);
	});
});

it.each([
	[{ events: [] }, "'Events' is empty"],
	[{ events: ['robot.created'] }, 'none of its choices'],
	[{ workspaces: [] }, 'No workspace is chosen'],
])('refuses to watch %j', async (watch, text) => {
	await expect(new Watcher().poll(watch)).rejects.toThrow(text);
});
