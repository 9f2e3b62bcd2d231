import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { resources } from '../../../vivi/catalogue';
import type { JsonObject } from '../../../vivi/http/json';
import { call, SMALL, tokenOf } from './support';

describe('sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.close());

	it('listens on loopback only', async () => {
		expect(new URL(sandbox.url).hostname).toBe('127.0.0.1');
		const outside = Object.values(networkInterfaces())
			.flat()
			.filter((address) => address && !address.internal && address.family === 'IPv4');
		for (const { address } of outside as Array<{ address: string }>) {
			const reached = await new Promise<boolean>((resolve) => {
				const socket = connect({ host: address, port: Number(new URL(sandbox.url).port) });
				socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
				socket.once('connect', () => socket.destroy());
			});
			expect([address, reached]).toEqual([address, false]);
		}
	});

	it('answers unknown addresses with JSON', async () => {
		const token = await tokenOf(sandbox, sandbox.keys.account);
		expect(await call(`${sandbox.url}/v2/agents`, { token })).toMatchObject({
			status: 404,
			body: { error: { code: 'not_found' } },
		});
		expect((await call(sandbox.tokenUrl, { method: 'GET' })).status).toBe(404);
	});

	it('describes the whole catalogue as OpenAPI, with its sources', async () => {
		const { body } = await call(`${sandbox.url}/openapi.json`);
		const paths = body.paths as Record<string, Record<string, JsonObject>>;

		expect(body.openapi).toBe('3.1.0');
		for (const { operations } of resources) {
			for (const { path, method, source } of Object.values(operations)) {
				expect(paths[path]![method.toLowerCase()]!['x-vivi-source']).toBe(source);
			}
		}
	});
});
