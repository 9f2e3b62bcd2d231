import { gzipSync } from 'node:zlib';

import { authorisedHttp } from '../../scripts/vivi/authorised-http';
import { clientForKey } from '../../scripts/vivi/client-for-key';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { createTokenSource } from '../../vivi/auth/token-source';
import { catalogue } from '../../vivi/catalogue';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ agents: 12, users: 6, threads: 4, knowledgeBases: 4, prompts: 4 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.setFaults();
	sandbox.resetStats();
});

const waits: number[] = [];
const sleep = async (ms: number) => await Promise.resolve(void waits.push(ms));

/** The agents of the default workspace, read with a clock that is wrong by so much. */
async function readAgents(skewMs = 0): Promise<unknown[]> {
	const now = () => Date.now() + skewMs;
	const { accountId, url: baseUrl } = sandbox;
	const key = { ...sandbox.keys.account, accountId, baseUrl, workspaceId: '' };
	const source = createTokenSource({ now, sleep, random: Math.random });
	const client = clientForKey(key, { http: authorisedHttp(key, source), now, sleep });
	const list = catalogue.agent.operations.getAll;
	const ids = { workspaceId: sandbox.defaultWorkspaceId };
	const records = [];
	for await (const page of client.list(catalogue.agent, list, { ids })) records.push(...page);
	return records;
}

const HOUR = 3_600_000;

it.each([-48, -1, 1, 48])('a clock that is wrong by %i hours costs nothing', async (hours) => {
	sandbox.setListStyle({ maxLimit: 5 });
	expect(await readAgents(hours * HOUR)).toHaveLength(sandbox.data.count('agent'));
	expect(sandbox.stats().exchanges).toBe(1);
});

it.each([-48, 48])(
	'with a clock that is wrong by %i hours no date to wait until holds anything up',
	async (hours) => {
		const until = new Date(Date.now() + 2000).toUTCString();
		sandbox.setFaults([
			{ target: 'api', times: 1, status: 429, headers: { 'retry-after': until } },
		]);
		const read = readAgents(hours * HOUR);
		// Too late by our clock is at once; too early is longer than anybody waits, and says so.
		if (hours > 0) expect(await read).toHaveLength(sandbox.data.count('agent'));
		else await expect(read).rejects.toMatchObject({ code: 'rate_limited', transient: true });
	},
);

it('little gzip that unpacks to very much is given up, once and for all', async () => {
	const body = gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '), { level: 1 });
	sandbox.setFaults([
		{ target: 'api', status: 200, headers: { 'content-encoding': 'gzip' }, body },
	]);
	await expect(readAgents()).rejects.toMatchObject({ code: 'network_oversized' });
	expect(sandbox.stats().apiCalls).toBe(1);
}, 60_000);

it('what VIVI says is shown without the token that it repeats', async () => {
	const message = 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln is over; client_secret=hunter2';
	sandbox.setFaults([{ target: 'api', status: 422, body: JSON.stringify({ message }) }]);
	const failed = await readAgents().catch((error: unknown) => error as Error);
	expect(failed).toMatchObject({
		message: expect.stringContaining('Bearer [hidden] is over; client_secret=[hidden]') as string,
	});
});
