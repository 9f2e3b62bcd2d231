import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { address, call, exchange, SMALL, tokenOf } from './support';

describe('faults', () => {
	let sandbox: Sandbox;
	let token: string;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
		token = await tokenOf(sandbox, sandbox.keys.account);
	});
	afterAll(async () => await sandbox.close());
	beforeEach(() => {
		sandbox.setFaults();
		sandbox.resetStats();
	});
	const list = async () => await call(address(sandbox, 'agents'), { token });
	const createAgent = async () =>
		await call(address(sandbox, 'agents'), { method: 'POST', token, json: { name: 'New' } });

	it('affect as many requests as the rule says, and only those that match', async () => {
		sandbox.setFaults([{ target: 'api', method: 'GET', skip: 1, times: 1, status: 503 }]);
		const statuses = [(await list()).status, (await list()).status, (await list()).status];

		expect(statuses).toEqual([200, 503, 200]);
		expect((await exchange(sandbox, sandbox.keys.account)).status).toBe(200);
		const route = 'GET /accounts/{accountId}/workspaces/{workspaceId}/agents';
		expect(sandbox.stats().calls[route]).toEqual({ 200: 2, 503: 1 });
	});

	it('reach the token endpoint and unknown addresses as well', async () => {
		await call(`${sandbox.adminUrl}/faults`, {
			method: 'POST',
			json: [
				{ target: 'token', body: '{"token_type":"mac"}' },
				{ target: 'api', status: 500 },
			],
		});
		expect(await exchange(sandbox, sandbox.keys.account)).toMatchObject({
			status: 200,
			body: { token_type: 'mac' },
		});
		expect((await call(`${sandbox.url}/nowhere`, { token })).status).toBe(500);
	});

	it.each(['before', 'headers', 'body'] as const)('reset the connection: %s', async (reset) => {
		sandbox.setFaults([{ target: 'api', reset }]);
		const answer = fetch(address(sandbox, 'agents'), {
			headers: { authorization: `Bearer ${token}` },
		});
		if (reset === 'before') await expect(answer).rejects.toThrow();
		else await expect((await answer).text()).rejects.toThrow();
		expect(Object.values(sandbox.stats().calls)).toEqual([{ reset: 1 }]);
	});

	it('cut an answer short', async () => {
		sandbox.setFaults([{ target: 'api', truncate: true }]);
		await expect(list()).rejects.toThrow();
		expect(Object.values(sandbox.stats().calls)).toEqual([{ truncated: 1 }]);
	});

	it('lose the answer before or after the work is done', async () => {
		const count = sandbox.data.count('agent');
		sandbox.setFaults([{ target: 'api', reset: 'before' }]);
		await expect(createAgent()).rejects.toThrow();
		expect(sandbox.data.count('agent')).toBe(count);

		sandbox.setFaults([{ target: 'api', status: 504, afterwards: true }]);
		expect((await createAgent()).status).toBe(504);
		expect(sandbox.data.count('agent')).toBe(count + 1);
	});

	it('let something happen just before a request', async () => {
		sandbox.setFaults([
			{ target: 'api', skip: 1, times: 1, meanwhile: () => sandbox.expireTokens() },
		]);
		expect([(await list()).status, (await list()).status]).toEqual([200, 401]);
		token = await tokenOf(sandbox, sandbox.keys.account);
	});

	it('slow requests down and count how many are open', async () => {
		sandbox.setFaults([{ target: 'api', delayMs: 80 }]);
		const startedAt = performance.now();
		await Promise.all([list(), list(), list()]);

		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
		expect(sandbox.stats()).toMatchObject({ maxInFlight: 3, apiCalls: 3 });
	});

	it('limit the rate', async () => {
		sandbox.setFaults([{ target: 'api', rateLimitPerSecond: 5 }]);
		const answers = await Promise.all(Array.from({ length: 8 }, list));
		const refused = answers.filter(({ status }) => status === 429);

		expect(refused).toHaveLength(3);
		expect(refused[0]!.headers.get('retry-after')).toBe('1');
	});
});
