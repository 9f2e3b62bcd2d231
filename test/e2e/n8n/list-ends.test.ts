import type { ListStyle } from '../../../sandbox/list-style';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { manualStart } from './support/chain';
import { startTestN8n, type TestN8n } from './support/test-n8n';
import { credentialFor, nextLook, quiet, WatchingWorkflow } from './support/watching-workflow';

jest.setTimeout(300_000);

interface Kind {
	style: Partial<ListStyle>;
	/** Agents at the beginning; often as many as fill the pages, which looks like an end. */
	agents: number;
	/** Only the first page can be had, so that nobody can know what is behind it. */
	isWindow?: boolean;
}

/** Lists that do not say where they end, and lists that give fewer records at once than are asked for. */
const KINDS: Record<string, Kind> = {
	'offset, 20 at most, newest first': {
		style: { container: 'array', next: 'silentOffset', order: 'newestFirst', maxLimit: 20 },
		agents: 40,
	},
	'offset, more than 50 refused, oldest first': {
		style: { container: 'array', next: 'silentOffset', defaultLimit: 15, refusedLimit: 50 },
		agents: 45,
	},
	'page, 10 at most, oldest first': {
		style: { next: 'silentPage', maxLimit: 10 },
		agents: 30,
	},
	'page, more than 99 refused, newest first': {
		style: { next: 'silentPage', order: 'newestFirst', defaultLimit: 25, refusedLimit: 99 },
		agents: 50,
	},
	'total in a header, 25 at most, newest first': {
		style: { container: 'array', next: 'totalHeader', order: 'newestFirst', maxLimit: 25 },
		agents: 50,
	},
	'total in a header, 8 at most, oldest first': {
		style: { container: 'array', next: 'totalHeader', maxLimit: 8 },
		agents: 32,
	},
	'cursor, 12 at most, newest first': {
		style: { next: 'next_cursor', order: 'newestFirst', maxLimit: 12 },
		agents: 36,
	},
	'no pages, all at once': {
		style: { container: 'array', next: 'none' },
		agents: 38,
	},
	'no pages, the newest 20': {
		style: { container: 'array', next: 'none', order: 'newestFirst', maxLimit: 20 },
		agents: 40,
		isWindow: true,
	},
};

/** A local VIVI with a list of one kind, and the workflow that watches it. */
class List {
	private constructor(
		readonly name: string,
		readonly kind: Kind,
		readonly sandbox: Sandbox,
		readonly watching: WatchingWorkflow,
	) {}

	static async open(name: string, kind: Kind, n8n: TestN8n): Promise<List> {
		const few = { workspaces: 1, users: 1, prompts: 1, knowledgeBases: 1, channels: 1, threads: 1 };
		const sandbox = await startSandbox({ ...few, agents: kind.agents });
		sandbox.setListStyle(kind.style);
		const events = ['agent', 'workspace'].flatMap((resource) =>
			['created', 'updated', 'deleted'].map((happened) => `${resource}.${happened}`),
		);
		const credential = credentialFor(sandbox);
		const watching = await WatchingWorkflow.save(n8n, credential, events, name);
		return new List(name, kind, sandbox, watching);
	}

	/** IDs of the agents that can be had, as the list shows them. */
	within(): string[] {
		const ids = this.sandbox.data.list('agent').map(({ id }) => String(id));
		const { isWindow, style } = this.kind;
		if (style.order === 'newestFirst') ids.reverse();
		return isWindow ? ids.slice(0, style.maxLimit) : ids;
	}

	/** One in the middle, and those at both ends. */
	some(): [string, string, string] {
		const ids = this.within();
		return [ids[Math.floor(ids.length / 2)]!, ids[0]!, ids.at(-1)!];
	}

	/** A node that gets all of the list. */
	getMany() {
		return {
			...{ id: this.name, name: this.name, type: 'n8n-nodes-vivi.vivi', typeVersion: 1 },
			position: [200, 0],
			parameters: {
				...{ resource: 'agent', operation: 'getAll', returnAll: true, filters: {}, options: {} },
				workspaceId: { __rl: true, mode: 'id', value: this.sandbox.defaultWorkspaceId },
			},
			credentials: { viviApi: this.watching.credential },
		};
	}
}

let n8n: TestN8n;
const lists: Record<string, List> = {};

beforeAll(async () => {
	n8n = await startTestN8n();
	for (const [name, kind] of Object.entries(KINDS)) {
		lists[name] = await List.open(name, kind, n8n);
	}
	await ofAll(async ({ sandbox, watching }) => {
		const look = nextLook(sandbox);
		await n8n.rest.activate(watching.workflow);
		await look;
	});
}, 900_000);

afterAll(async () => {
	await n8n?.stop();
	await Promise.all(Object.values(lists).map(async ({ sandbox }) => await sandbox.close()));
});

/** Does something with all lists side by side; what came of it, by the list's name. */
async function ofAll<Result>(work: (list: List) => Promise<Result>) {
	const pairs = Object.entries(lists).map(
		async ([name, list]) => [name, await work(list)] as const,
	);
	return Object.fromEntries(await Promise.all(pairs));
}

/**
 * Lets something happen in all lists, between two looks, and compares what the next look tells with what
 * has to be told: one execution with these events. What comes too late is found by the next check.
 */
async function check(happens: (list: List) => string[]): Promise<void> {
	const wanted: Record<string, string[][]> = {};
	const given = await ofAll(async (list) => {
		const { name, sandbox, watching } = list;
		await quiet(sandbox);
		const events = happens(list).sort();
		const isTold = events.length > 0;
		wanted[name] = isTold ? [events] : [];
		if (!isTold) await nextLook(sandbox);
		const executions = await (isTold ? watching.toldEvents(1) : watching.toldEvents(0, 0));
		return executions.map((told) => told.map(({ event, id }) => `${event} ${id}`).sort());
	});
	expect(given).toEqual(wanted);
}

test('what is there at the start is not told', async () => await check(() => []));

test('what is created is told, and nothing of what makes room for it', () =>
	check(({ sandbox }) =>
		['One', 'Two', 'Three'].map((name) => {
			const { id } = sandbox.data.insert('agent', { name });
			return `agent.created ${String(id)}`;
		}),
	));

test('what is updated is told, wherever it stands', () =>
	check((list) =>
		list.some().map((id) => {
			list.sandbox.data.update('agent', id, { name: `${id}, renamed` });
			return `agent.updated ${id}`;
		}),
	));

test('what is deleted is told, unless it may only be further down', () =>
	check((list) => {
		const ids = list.some().slice(0, 2);
		for (const id of ids) list.sandbox.data.remove('agent', id);
		return list.kind.isWindow ? [] : ids.map((id) => `agent.deleted ${id}`);
	}));

test('all of it at once is one execution', () =>
	check((list) => {
		const { data } = list.sandbox;
		const [updated, deleted] = list.some();
		data.update('agent', updated!, { name: 'Once more' });
		data.remove('agent', deleted!);
		const { id } = data.insert('agent', { name: 'The last' });
		return [
			`agent.updated ${updated}`,
			`agent.created ${String(id)}`,
			...(list.kind.isWindow ? [] : [`agent.deleted ${deleted}`]),
		];
	}));

test('nothing is told a second time', async () => await check(() => []));

test('Get Many, Return All gives all, or says that there may be more', async () => {
	const all = Object.values(lists);
	const start = { ...manualStart, id: 'start', position: [0, 0] };
	const workflow = await n8n.rest.saveWorkflow({
		name: 'All lists',
		nodes: [start, ...all.map((list) => list.getMany())],
		connections: {
			[start.name]: { main: [all.map(({ name }) => ({ node: name, type: 'main', index: 0 }))] },
		},
	});
	const { status, resultData } = await n8n.rest.run(workflow, start.name);
	expect(status).toBe('success');
	const given = all.map(({ name }) => {
		const { data, hints = [] } = resultData.runData[name]![0]!;
		const ids = data!.main[0]!.map(({ json }) => (json as { id: string }).id);
		return { name, ids, hints: hints.map(({ message }) => message) };
	});
	const mayGoOn = expect.stringContaining('There may be more.') as string;
	expect(given).toEqual(
		all.map((list) => ({
			name: list.name,
			ids: list.within(),
			hints: list.kind.isWindow ? [mayGoOn] : [],
		})),
	);
});
