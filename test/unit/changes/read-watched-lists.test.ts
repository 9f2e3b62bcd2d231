import type { JsonObject } from '../../../vivi/http/json';
import { serviceFailure } from './fake-account';
import { Watcher } from './watcher';

const FILE = ['file.created', 'file.updated', 'file.deleted'];

/** Somebody who watches the files of two knowledge bases, one of them with a file. */
async function watching(more: object = {}): Promise<Watcher> {
	const watcher = new Watcher();
	const { account } = watcher;
	for (const id of ['kb_1', 'kb_2']) account.insert('knowledgeBase ws_1', { id, name: id });
	account.insert('file ws_1 kb_1', { id: 'f', name: 'Old', size: 1 });
	expect(await watcher.reported({ events: FILE, ...more })).toEqual([]);
	return watcher;
}

describe('files of knowledge bases', () => {
	it('are reported when they are created, updated and deleted, with their place', async () => {
		const watcher = await watching();
		const { account } = watcher;
		account.insert('file ws_1 kb_1', { id: 'g', name: 'New' });
		account.insert('file ws_1 kb_2', { id: 'f', name: 'Same ID elsewhere' });
		account.update('file ws_1 kb_1', 'f', { size: 2 });
		const { events } = await watcher.poll();
		expect(events).toMatchObject([
			{ event: 'file.updated', id: 'f', knowledgeBaseId: 'kb_1', changedFields: ['size'] },
			{ event: 'file.created', id: 'g', workspaceId: 'ws_1', knowledgeBaseId: 'kb_1' },
			{ event: 'file.created', id: 'f', workspaceId: 'ws_1', knowledgeBaseId: 'kb_2' },
		]);
		expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3);
		account.remove('file ws_1 kb_1', 'g');
		watcher.restart();
		expect(await watcher.reported()).toEqual(['file.deleted g']);
		expect(await watcher.reported()).toEqual([]);
	});

	it('are all new in a knowledge base that is new, and in a new workspace', async () => {
		const watcher = await watching();
		const { account } = watcher;
		account.insert('knowledgeBase ws_1', { id: 'kb_3' });
		account.insert('file ws_1 kb_3', { id: 'x' });
		account.insert('workspace', { id: 'ws_3' });
		account.insert('knowledgeBase ws_3', { id: 'kb_4' });
		account.insert('file ws_3 kb_4', { id: 'y' });
		expect((await watcher.reported()).sort()).toEqual(['file.created x', 'file.created y']);
	});

	it('are deleted with their knowledge base, once further polls agree', async () => {
		const watcher = await watching();
		watcher.account.remove('knowledgeBase ws_1', 'kb_1');
		expect(await watcher.reportedAfterPolls()).toEqual([4, ['file.deleted f']]);
		expect(Object.keys((await watcher.poll()).state.lists)).not.toContain('file ws_1\nkb_1');
	});

	it('are watched in the chosen knowledge bases; in one that is chosen later, from then on', async () => {
		const kb_2 = { holderIds: { knowledgeBase: ['kb_2'] } };
		const watcher = await watching(kb_2);
		watcher.account.insert('file ws_1 kb_1', { id: 'g' });
		expect(await watcher.reported()).toEqual([]);
		expect(await watcher.reported({ holderIds: { knowledgeBase: ['kb_1', 'kb_2'] } })).toEqual([]);
		watcher.account.insert('file ws_1 kb_1', { id: 'h' });
		expect(await watcher.reported()).toEqual(['file.created h']);
	});

	it('lose nothing while the list of knowledge bases, or one of theirs, cannot be read', async () => {
		const watcher = await watching();
		const { account } = watcher;
		for (const failing of [1, 2, 3]) {
			account.insert('file ws_1 kb_1', { id: `g${failing}` });
			const from = account.requests;
			account.onRequest = (request) => {
				if (request === from + failing) throw serviceFailure();
			};
			const { failure } = await watcher.poll();
			account.onRequest = () => {};
			expect(failure).toBeDefined();
			await watcher.poll();
			expect(Object.keys(watcher.state as JsonObject)).toContain('lists');
		}
		account.update('file ws_1 kb_1', 'g1', { size: 3 });
		expect(await watcher.reported()).toEqual(['file.updated g1']);
	});

	it('go on where a poll had no more time', async () => {
		const watcher = await watching();
		const { account } = watcher;
		for (const id of ['kb_1', 'kb_2']) account.insert(`file ws_1 ${id}`, { id: `new in ${id}` });
		// The workspaces, the knowledge bases of both, and the files of one.
		const told: string[] = [];
		for (let polls = 0; polls < 3; polls++) {
			watcher.deadline = account.requests + 4;
			told.push(...(await watcher.reported()));
		}
		expect(told.sort()).toEqual(['file.created new in kb_1', 'file.created new in kb_2']);
	});
});

describe('filters', () => {
	it('report some of the records, and make the others known', async () => {
		const watcher = new Watcher();
		await watcher.poll({ filter: { nameContains: 'urgent' } });
		watcher.account.insert('agent ws_1', { id: 'c', name: 'Everyday' });
		watcher.account.insert('agent ws_1', { id: 'd', name: 'An URGENT one' });
		expect(await watcher.reported()).toEqual(['agent.created d']);
		// Without the filter it is not new any more.
		watcher.watch = { ...watcher.watch, filter: {} };
		expect(await watcher.reported()).toEqual([]);
	});

	it.each([
		[{ agentIds: ['a'] }, ['agent.updated a', 'thread.created t1', 'thread.created t3']],
		[{ channelIds: ['c'] }, ['agent.updated a', 'agent.updated b', 'thread.created t2']],
		[{ agentIds: ['a'], channelIds: ['c'] }, ['agent.updated a']],
	])('by %j let through what belongs there, and what has no such place', async (filter, told) => {
		const watcher = new Watcher();
		await watcher.poll({ events: ['agent.updated', 'thread.created'], filter });
		for (const id of ['a', 'b']) watcher.account.update('agent ws_1', id, { name: 'Other' });
		watcher.account.insert('thread ws_1', { id: 't1', agentId: 'a', channelId: null });
		watcher.account.insert('thread ws_1', { id: 't2', agentId: 'b', channelId: 'c' });
		watcher.account.insert('thread ws_1', { id: 't3', agent: { id: 'a' } });
		expect((await watcher.reported()).sort()).toEqual(told);
	});

	it('report the deletion of a record of which nothing is known any more', async () => {
		const watcher = new Watcher();
		await watcher.poll({ filter: { nameContains: 'Anna' } });
		watcher.account.insert('agent ws_1', { id: 'c', name: 'Cora' });
		await watcher.poll();
		watcher.account.remove('agent ws_1', 'b');
		expect(await watcher.reported()).toEqual([]);
		watcher.restart();
		watcher.account.remove('agent ws_1', 'c');
		expect(await watcher.reported()).toEqual(['agent.deleted c']);
	});
});
