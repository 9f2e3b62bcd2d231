import type { ServerResponse } from 'node:http';

import { useServer } from '../support/local-server';
import type { NodeRun, NodeSettings } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();

/** Gives the next answer, after its headers. */
let answer: (response: ServerResponse) => void;
/** Resolves when the answer's connection is closed. */
let closed: Promise<void>;
let asked: Promise<void>;
let ask: () => void;
const server = useServer((request, response) => {
	closed = new Promise((resolve) => response.once('close', resolve));
	request.resume();
	response.writeHead(200, { 'content-type': 'application/octet-stream' });
	answer(response);
	ask();
});
beforeEach(() => {
	asked = new Promise((resolve) => (ask = resolve));
});

/** An API Request to the server, whose timeout is a second. */
async function send(settings: NodeSettings = {}, options = {}): Promise<NodeRun> {
	const credentials = await local.engine.viviCredential(local.sandbox.keys.account, {
		baseUrl: server.url,
	});
	// A method that is never sent again.
	const request = { resource: 'apiRequest', operation: 'send', method: 'POST', path: '/x' };
	const parameters = { ...request, options: { timeout: 1, ...options } };
	return await local.engine.run(parameters, undefined, { credentials, ...settings });
}

function drip(response: ServerResponse): void {
	const timer = setInterval(() => response.write('.'), 50);
	response.once('close', () => clearInterval(timer));
}

it('an answer that drips ends with the timeout of the node, and its connection with it', async () => {
	answer = drip;
	const { error } = await send();
	expect(error?.message).toContain('no whole answer came in time');
	await closed;
});

it('an answer that drips ends with the execution, and its connection with it', async () => {
	answer = drip;
	const stop = new AbortController();
	const running = send({ signal: stop.signal }, { timeout: 3600 });
	await asked;
	stop.abort();
	expect((await running).error?.message).toContain('it was cancelled');
	await closed;
});

it('a large file that keeps coming has more time than an answer of a few words', async () => {
	const part = Buffer.alloc(256 * 1024, 'x');
	answer = (response) => {
		let left = 6;
		const timer = setInterval(() => {
			if (--left > 0) return response.write(part);
			clearInterval(timer);
			return response.end(part);
		}, 300);
	};
	const { error, items } = await send({}, { responseFormat: 'file' });
	expect(error).toBeUndefined();
	expect(items[0]?.binary?.['data']?.bytes).toBe(6 * part.length);
});
