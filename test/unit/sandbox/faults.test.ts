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

	it('lose the answer before or after the work is done', async () => {
		const createAgent = async () =>
			await call(address(sandbox, 'agents'), { method: 'POST', token, json: { name: 'New' } });
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

	it('slow requests down, so that several are open', async () => {
		sandbox.setFaults([{ target: 'api', delayMs: 80 }]);
		await Promise.all([list(), list(), list()]);
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
