import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { CredentialError } from '../../../nodes/Vivi/shared/credential-error';
import { poll } from '../../../nodes/ViviTrigger/poll';
import { ViviAuthError } from '../../../vivi/auth/errors';
import { FakePoll } from './fake-poll';

async function events(n8n: FakePoll): Promise<unknown[] | null> {
	const output = await poll(n8n.context);
	return output && output[0]!.map(({ json }) => `${String(json['event'])} ${String(json['id'])}`);
}

async function watching(parameters: object = {}): Promise<FakePoll> {
	const n8n = new FakePoll();
	Object.assign(n8n.parameters, parameters);
	expect(await events(n8n)).toBeNull();
	return n8n;
}

it('keeps its state as plain JSON and reports later changes', async () => {
	const n8n = await watching();
	n8n.account.insert('agent ws_1', { id: 'c' });
	expect(await events(n8n)).toEqual(['agent.created c']);
	n8n.staticData = JSON.parse(JSON.stringify(n8n.staticData));
	n8n.account.insert('agent ws_2', { id: 'b' });
	n8n.account.remove('agent ws_1', 'a');
	expect(await events(n8n)).toEqual(['agent.deleted a', 'agent.created b']);
	expect(await events(n8n)).toBeNull();
});

it.each([
	[{ options: { emitExisting: 'no', maxEvents: ' 1 ' } }, 1],
	[{ options: { emitExisting: null, maxEvents: null } }, 2],
	[{ events: 'Agent Created, agent.updated', workspaces: 'All workspaces' }, 2],
	[{ events: ['agent.created'], workspaces: 'Selected', workspaceIds: '["ws_2",null]' }, 2],
])('takes what expressions give: %j', async (parameters, told) => {
	const n8n = await watching(parameters);
	n8n.account.insert('agent ws_2', { id: 'b' });
	n8n.account.insert('agent ws_2', { id: 'c' });
	expect(await events(n8n)).toHaveLength(told);
});

it.each([
	[{ options: { maxEvents: NaN } }, "'Max Events per Poll' is not a number."],
	[{ options: { maxEvents: 0 } }, "'Max Events per Poll' is below 1."],
	[{ options: { emitExisting: 'maybe' } }, "'Emit Existing Records at First' is neither"],
	[{ events: ['agent.created', 'agent.gone'] }, '\'Events\' is "agent.gone", which is none'],
	[{ workspaces: 'some' }, '\'Workspaces\' is "some", which is none of its choices.'],
	[{ workspaces: 'selected', workspaceIds: [null, ''] }, 'No workspace is chosen'],
])('refuses %j and names the field', async (parameters, text) => {
	const n8n = new FakePoll();
	Object.assign(n8n.parameters, parameters);
	await expect(events(n8n)).rejects.toThrow(text);
	expect(n8n.asked).toEqual([]);
});

it('knows the kind of the key by its label, and refuses one that is none', async () => {
	const n8n = new FakePoll();
	Object.assign(n8n.credentials, { keyType: 'Workspace API key', workspaceId: '\u200bws_1 ' });
	await events(n8n);
	expect(n8n.asked).toEqual([expect.stringContaining('/ws_1/agents')]);
	n8n.credentials['keyType'] = 'team';
	await expect(events(n8n)).rejects.toThrow('\'Key Type\' is "team"');
});

it('leaves a poll out while the one before is at work', async () => {
	const n8n = await watching();
	n8n.account.insert('agent ws_2', { id: 'b' });
	const results = await Promise.all([events(n8n), events(n8n)]);
	expect(results).toEqual([['agent.created b'], null]);
	expect(await events(n8n)).toBeNull();
});

it('two triggers of one workflow poll side by side', async () => {
	const [one, other] = [await watching(), await watching()];
	Object.assign(other, { workflowId: one.workflowId, nodeId: 'other' });
	for (const { account } of [one, other]) account.insert('agent ws_2', { id: 'b' });
	const results = await Promise.all([events(one), events(other)]);
	expect(results).toEqual([['agent.created b'], ['agent.created b']]);
});

describe('a poll that begins before n8n has stored the state of the last one', () => {
	afterEach(() => jest.useRealTimers());

	it('reports nothing a second time', async () => {
		const n8n = await watching();
		const old = structuredClone(n8n.staticData);
		n8n.account.insert('agent ws_2', { id: 'b' });
		expect(await events(n8n)).toEqual(['agent.created b']);
		const stored = structuredClone(n8n.staticData);
		n8n.staticData = structuredClone(old);
		n8n.account.insert('agent ws_2', { id: 'c' });
		expect(await events(n8n)).toBeNull();
		// n8n stores nothing of a poll that changes nothing.
		expect(n8n.staticData).toEqual(old);
		n8n.staticData = stored;
		expect(await events(n8n)).toEqual(['agent.created c']);
	});

	it('reports it again once the state must have been lost', async () => {
		const n8n = await watching();
		const old = structuredClone(n8n.staticData);
		n8n.account.insert('agent ws_2', { id: 'b' });
		expect(await events(n8n)).toEqual(['agent.created b']);
		n8n.staticData = old;
		jest.useFakeTimers({ now: Date.now() + 60_000, doNotFake: ['setImmediate', 'nextTick'] });
		expect(await events(n8n)).toEqual(['agent.created b']);
	});
});

it('names the lists without a known end once, and reports nothing of them as deleted', async () => {
	const n8n = new FakePoll();
	let first = 100;
	const newestFirst = () => Array.from({ length: 100 }, (_, at) => ({ id: `a${first - at}` }));
	// Whatever page is asked for, these are the agents of the first workspace.
	n8n.respond = ({ url }) =>
		url.includes('ws_1')
			? { statusCode: 200, headers: {}, body: JSON.stringify(newestFirst()) }
			: undefined;
	expect(await events(n8n)).toBeNull();
	first = 101;
	for (let polls = 0; polls < 6; polls++) {
		expect(await events(n8n)).toEqual(polls === 0 ? ['agent.created a101'] : null);
	}
	first = 100;
	expect(await events(n8n)).toBeNull();
	expect(n8n.warnings).toEqual([expect.stringContaining('"lists":["agent ws_1"]')]);
});

describe('a poll that never ends', () => {
	/** A poll that has been waiting for this answer for too long. */
	async function overdue(response?: object) {
		const n8n = await watching();
		let answer = () => {};
		const answered = new Promise<void>((resolve) => {
			answer = resolve;
		});
		n8n.respond = async ({ url }) => {
			if (!url.includes('ws_1')) return undefined;
			await answered;
			return response;
		};
		n8n.account.insert('agent ws_2', { id: 'b' });
		const hanging = events(n8n);
		// By now it has sent the request that it waits for.
		while (!n8n.asked.slice(3).some((path) => path.includes('ws_1'))) await Promise.resolve();
		const now = Date.now();
		jest.spyOn(Date, 'now').mockImplementation(() => now + 5 * 60_000);
		n8n.respond = () => undefined;
		return { n8n, hanging, answer };
	}

	afterEach(() => {
		jest.restoreAllMocks();
	});

	it('does not hold up the later ones, and changes nothing when it ends after all', async () => {
		const { n8n, hanging, answer } = await overdue();
		expect(await events(n8n)).toEqual(['agent.created b']);
		n8n.account.insert('agent ws_2', { id: 'c' });
		expect(await events(n8n)).toEqual(['agent.created c']);
		const before = JSON.stringify(n8n.staticData);
		answer();
		expect(await hanging).toBeNull();
		expect(JSON.stringify(n8n.staticData)).toBe(before);
		expect(await events(n8n)).toBeNull();
	});

	it('leaves the work of a later poll alone', async () => {
		const { n8n, hanging, answer } = await overdue();
		const later = events(n8n);
		answer();
		expect(await hanging).toBeNull();
		expect(await later).toEqual(['agent.created b']);
		expect(await events(n8n)).toBeNull();
	});

	it('fails in silence when a later one has taken its place', async () => {
		const { n8n, hanging, answer } = await overdue({ statusCode: 403, headers: {}, body: '{}' });
		await events(n8n);
		answer();
		expect(await hanging).toBeNull();
	});
});

it('counts what is missing also when another list cannot be read', async () => {
	const n8n = await watching();
	n8n.account.remove('agent ws_1', 'a');
	n8n.respond = ({ url }) =>
		url.includes('ws_2') ? { statusCode: 403, headers: {}, body: '{}' } : undefined;
	for (let polls = 0; polls < 3; polls++) expect(await events(n8n)).toBeNull();
	expect(n8n.warnings).toEqual(
		expect.arrayContaining([expect.stringContaining('1 record is missing')]),
	);
	expect(await events(n8n)).toEqual(['agent.deleted a']);
});

describe('fetching a test event', () => {
	it('gives a real record for each event and leaves the state alone', async () => {
		const n8n = await watching();
		const before = JSON.stringify(n8n.staticData);
		n8n.mode = 'manual';
		n8n.account.update('agent ws_1', 'a', { name: 'Anne' });
		const output = await poll(n8n.context);
		expect(output![0]!.map(({ json }) => json)).toMatchObject([
			{ event: 'agent.created', id: 'a', workspaceId: 'ws_1', record: { name: 'Anne' } },
			{ event: 'agent.updated', id: 'a', changedFields: ['name'] },
			{ event: 'agent.deleted', id: 'a' },
		]);
		expect(JSON.stringify(n8n.staticData)).toBe(before);
		n8n.mode = 'trigger';
		expect(await events(n8n)).toEqual(['agent.updated a']);
	});

	it('says what to do when there is no record', async () => {
		const n8n = new FakePoll();
		n8n.mode = 'manual';
		n8n.account.remove('agent ws_1', 'a');
		await expect(poll(n8n.context)).rejects.toThrow(
			/There are no agents in VIVI yet.*Create one in VIVI/,
		);
	});
});

describe('which workspaces', () => {
	it('says when the credential of a workspace key lacks its workspace', async () => {
		const n8n = new FakePoll();
		n8n.credentials = { ...n8n.credentials, keyType: 'workspace' };
		const error = await poll(n8n.context).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect((error as Error).message).toContain("'Workspace ID' is empty");
	});
});

describe('the time that n8n gives a poll', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([
		[undefined, 60_000],
		[20_000, 5_000],
	])('of %p ms: a request may take %d', async (budgetMs, timeout) => {
		const n8n = new FakePoll();
		n8n.budgetMs = budgetMs;
		const timeouts = new Set<number | undefined>();
		n8n.respond = (options) => void timeouts.add(options.timeout);
		await events(n8n);
		expect([...timeouts]).toEqual([timeout]);
	});

	it('a request is not repeated when that takes more than a quarter of it', async () => {
		const n8n = new FakePoll();
		n8n.budgetMs = 20_000;
		n8n.respond = () => ({ statusCode: 429, headers: { 'retry-after': '6' }, body: '{}' });
		await expect(poll(n8n.context)).rejects.toMatchObject({ httpCode: '429' });
		expect(n8n.asked).toHaveLength(1);
	});

	it.each([
		[9_000, 3],
		[11_000, 1],
	])('in the second half no list is begun: after %d ms', async (tookMs, asked) => {
		const n8n = new FakePoll();
		n8n.budgetMs = 20_000;
		const start = Date.now();
		n8n.respond = () => void jest.spyOn(Date, 'now').mockReturnValue(start + tookMs);
		await poll(n8n.context).catch(() => {});
		expect(n8n.asked).toHaveLength(asked);
	});
});

describe('a poll that fails', () => {
	const answer = (statusCode: number, headers = {}) => ({ statusCode, headers, body: '{}' });

	it.each([
		[403, undefined],
		[501, undefined],
	])('throws after a %d and goes on from where it was', async (status, failure) => {
		const n8n = await watching();
		n8n.account.insert('agent ws_1', { id: 'b' });
		n8n.respond = () => answer(status);
		const error = (await poll(n8n.context).catch((reason: unknown) => reason)) as NodeApiError;
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ httpCode: String(status) });
		expect(error.failure).toEqual(failure);
		n8n.respond = () => undefined;
		expect(await events(n8n)).toEqual(['agent.created b']);
	});

	it('lets n8n back off for as long as VIVI asks', async () => {
		const n8n = await watching();
		n8n.respond = () => answer(429, { 'retry-after': '3000' });
		await expect(poll(n8n.context)).rejects.toMatchObject({
			failure: { cause: 'rate-limited', retryAfterMs: 3_000_000 },
		});
	});

	it('says when the key was deactivated', async () => {
		const n8n = await watching();
		n8n.respond = () => {
			throw new CredentialError(
				new ViviAuthError({
					code: 'client_rejected',
					message: 'Refused.',
					hint: 'Was it deactivated?',
				}),
			);
		};
		await expect(poll(n8n.context)).rejects.toMatchObject({
			message: expect.stringContaining('deactivated') as string,
			failure: { cause: 'credential-invalid' },
		});
	});

	it('reports the events of the readable lists, and logs the rest', async () => {
		const n8n = await watching();
		n8n.account.insert('agent ws_1', { id: 'b' });
		n8n.respond = ({ url }) => (url.includes('ws_2') ? answer(501) : undefined);
		expect(await events(n8n)).toEqual(['agent.created b']);
		expect(n8n.warnings).toHaveLength(1);
		await expect(poll(n8n.context)).rejects.toMatchObject({ httpCode: '501' });
	});

	it.each([403, 404, 410])('skips a workspace that answers %d, and says so', async (status) => {
		const n8n = await watching();
		n8n.respond = ({ url }) => (url.includes('ws_2') ? answer(status) : undefined);
		expect(await events(n8n)).toBeNull();
		n8n.account.insert('agent ws_1', { id: 'b' });
		expect(await events(n8n)).toEqual(['agent.created b']);
		expect(n8n.warnings).toEqual([
			expect.stringContaining('ws_2: '),
			expect.stringContaining('ws_2: '),
		]);
		n8n.mode = 'manual';
		expect(await events(n8n)).toContain('agent.created b');
	});
});
