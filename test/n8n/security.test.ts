import type { IDataObject, INodeCredentials, INodeParameters } from 'n8n-workflow';

import { useServer } from '../support/local-server';
import { until } from '../support/until';
import { fileItem } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });

/** A server that keeps what came in: once as VIVI's API itself, once as a host that nothing may reach. */
class Recorder {
	/** Method, address and headers, as they came over the wire. */
	readonly seen: string[] = [];
	readonly bodies: string[] = [];
	/** Sends everybody elsewhere. */
	redirect: { status: number; to: string } | undefined;
	/** Answers with what came, instead of records. */
	repeats: { status: number; type: string } | undefined;
	readonly #server = useServer((request, response) => {
		this.seen.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			this.bodies.push(Buffer.concat(chunks).toString());
			if (this.repeats) {
				const { status, type } = this.repeats;
				const said = request.headers.authorization ?? request.headers['vivi-api-key'];
				const body = JSON.stringify({ message: `Not ${String(said)}`, headers: request.headers });
				const event = type === 'text/event-stream' ? `data: ${body}\n\n` : body;
				response.writeHead(status, { 'content-type': type, 'x-said': said }).end(event);
				return;
			}
			const { status = 200, to } = this.redirect ?? {};
			const headers = { 'content-type': 'application/json', ...(to && { location: to }) };
			response.writeHead(status, headers).end('{"data":[],"id":"x"}');
		});
	});

	get url(): string {
		return this.#server.url;
	}
}

const api = new Recorder();
const elsewhere = new Recorder();
let recorded: INodeCredentials;

beforeAll(async () => {
	recorded = await local.engine.viviCredential(local.sandbox.keys.account, { baseUrl: api.url });
});
beforeEach(() => {
	for (const { seen, bodies } of [api, elsewhere]) seen.length = bodies.length = 0;
	api.redirect = api.repeats = undefined;
});

const request = (more: INodeParameters): INodeParameters => ({
	...{ resource: 'apiRequest', operation: 'send', method: 'GET', path: '/a' },
	...more,
});
const agents = (more: INodeParameters): INodeParameters => ({
	...{ resource: 'agent', workspaceId: byId('ws') },
	...more,
});
const run = async (parameters: INodeParameters, items?: Parameters<typeof local.engine.run>[1]) =>
	await local.engine.run(parameters, items, { credentials: recorded });

describe('the access token goes to no other host', () => {
	const host = () => new URL(elsewhere.url).host;
	const filled = (trick: string) => trick.replace('{url}', elsewhere.url).replace('{host}', host());
	const lines = () => api.seen.map((seen) => seen.split('\n')[0]);

	const refused = [
		...['{url}/steal', '//{host}/steal', '///{host}/steal', '\\\\{host}\\steal', '/\\{host}/steal'],
		...['@{host}/steal', ':x@{host}/steal', '/\t/{host}/steal', '/\n/{host}/steal'],
		...['HTTP://{host}/', '/..//{host}', '/%2e%2e//{host}', 'file:///etc/passwd'],
		...['javascript:{url}', ' {url}'],
	];
	const sentToVivi = [
		...['%2f%2f{host}/steal', '/%2f{host}/steal', '%5c%5c{host}/steal'],
		...['?@{host}', '/a?next={url}', '.{host}'],
	];

	it.each([...refused, ...sentToVivi])('with %j in the place of an ID', async (trick) => {
		const items = [{ json: { id: filled(trick) } }];
		const get = { operation: 'get' };
		// n8n itself refuses some of them where they are not the outcome of an expression.
		const asId = await run(agents({ ...get, agentId: byId('={{ $json.id }}') }), items);
		const asUrl = await run(agents({ ...get, agentId: byUrl('={{ $json.id }}') }), items);
		expect(asUrl.error?.message).toContain("'Agent ID'");
		if (trick === '.{host}') {
			// A text that may be an ID.
			const id = encodeURIComponent(filled(trick));
			expect(lines()).toEqual([expect.stringMatching(`^GET /accounts/.*/agents/${id}$`)]);
		} else {
			expect(asId.error?.message).toContain("'Agent ID'");
			expect(api.seen).toEqual([]);
		}
		expect(elsewhere.seen).toEqual([]);
	});

	it('with the URL of a record on another host', async () => {
		const agentId = byUrl(`${elsewhere.url}/accounts/a/workspaces/b/agents/agt_1`);
		await run(agents({ operation: 'get', agentId }));
		expect(lines()).toEqual([expect.stringMatching(/^GET \/accounts\/.*\/agents\/agt_1$/)]);
		expect(elsewhere.seen).toEqual([]);
	});

	it.each(refused)("with the path %j in 'API Request'", async (trick) => {
		const { error } = await run(request({ path: filled(trick) }));
		expect(error?.message).toContain("'Path'");
		expect([...elsewhere.seen, ...api.seen]).toEqual([]);
	});

	it.each(sentToVivi)(
		"with the path %j in 'API Request', which is one of VIVI's",
		async (trick) => {
			const { error } = await run(request({ path: filled(trick) }));
			expect(error).toBeUndefined();
			expect(lines()).toEqual([`GET /${filled(trick).replace(/^\//, '')}`]);
			expect(elsewhere.seen).toEqual([]);
		},
	);

	it('with the address of a file that goes along with a message', async () => {
		const { channelId, apiKey, baseUrl } = local.sandbox.channel;
		const credentials = await local.engine.addCredential('viviChannelApi', {
			...{ channelId, apiKey, baseUrl },
		});
		const options = { attachedFiles: `${elsewhere.url}/manual.pdf` };
		const chat = { resource: 'chat', operation: 'send', message: 'Look', options };
		const { error } = await local.engine.run(chat, undefined, { credentials });
		expect(error).toBeUndefined();
		expect(elsewhere.seen).toEqual([]);
	});
});

describe('a credential that another node uses, such as HTTP Request', () => {
	const credentialsOf = async (type: string) =>
		type === 'viviApi'
			? recorded
			: await local.engine.addCredential(type, {
					...{ baseUrl: api.url, channelId: 'chn_1', apiKey: 'the-key-of-the-channel' },
				});
	type Helper = (this: unknown, type: string, options: IDataObject) => Promise<unknown>;
	/** By both of n8n's helpers, with the options as nodes give them. */
	async function send(type: string, options: IDataObject): Promise<unknown[]> {
		const credentials = await credentialsOf(type);
		const resource = type === 'viviApi' ? 'agent' : 'chat';
		const context = local.engine.editorContext({ credentials, parameters: { resource } });
		const { httpRequestWithAuthentication, requestWithAuthentication } = context.helpers;
		const outcomes = [];
		for (const helper of [httpRequestWithAuthentication, requestWithAuthentication] as Helper[]) {
			const sending = helper.call(context, type, { method: 'GET', ...options });
			outcomes.push(await sending.catch((error: unknown) => error));
		}
		return outcomes;
	}
	const types = ['viviApi', 'viviChannelApi'];

	const foreign = (): IDataObject[] => {
		const { url } = elsewhere;
		const { host } = new URL(url);
		return [
			{ url: `${url}/steal` },
			{ uri: `${url}/steal` },
			{ url: `${api.url}/a`, uri: `${url}/steal` },
			{ url: `//${host}/steal`, baseURL: api.url },
			{ url: `${url}/steal`, baseURL: api.url },
			{ url: ` ${url}/steal`, baseURL: api.url },
			{ url: '/steal', baseURL: url },
			{ uri: '/steal', baseURL: url },
			{ url: `${api.url}@${host}/steal` },
			{ url: [`${url}/steal`] },
			{ url: url.replace('://', ':\t//') },
			{ url: url.replace('127.0.0.1', 'localhost') },
			{ url: 'steal' },
		];
	};

	it.each(types)('%s: its secret goes to the host of its Base URL only', async (type) => {
		for (const options of foreign()) {
			for (const error of await send(type, options)) {
				expect((error as Error).message).toContain(`this credential is for ${api.url} only`);
			}
		}
		expect(elsewhere.seen).toEqual([]);
		expect(api.seen).toEqual([]);
	});

	it.each(types)('%s: its secret takes no way that the request chooses', async (type) => {
		const proxy = elsewhere.url;
		const { hostname, port } = new URL(proxy);
		const ways: Array<[IDataObject, string]> = [
			[{ proxy }, "'Proxy'"],
			[{ proxy: { host: hostname, port: Number(port) } }, "'Proxy'"],
			[{ skipSslCertificateValidation: true }, "'Ignore SSL Issues'"],
			[{ rejectUnauthorized: false }, "'Ignore SSL Issues'"],
			[{ agentOptions: { rejectUnauthorized: false } }, "'Ignore SSL Issues'"],
			[{ agentOptions: { ca: 'an own authority' } }, "'CA'"],
			[{ headers: { Host: 'evil.example' } }, "the header 'Host'"],
			[{ headers: { ' hOST ': 'evil.example' } }, "the header 'Host'"],
		];
		for (const [way, named] of ways) {
			for (const error of await send(type, { url: `${api.url}/a`, ...way })) {
				expect((error as Error).message).toContain(named);
			}
		}
		expect(elsewhere.seen).toEqual([]);
		expect(api.seen).toEqual([]);
	});

	it.each(types)('%s: requests to its own service go out', async (type) => {
		const own = [{ url: `${api.url}/a` }, { uri: `${api.url}/a` }, { url: '/a', baseURL: api.url }];
		for (const options of own) await send(type, options);
		// One of the helpers knows no `uri`.
		expect(api.seen).toHaveLength(5);
		for (const seen of api.seen) {
			expect(seen).toMatch(/^GET \/a/);
			expect(seen).toMatch(type === 'viviApi' ? /\nBearer eyJ/ : /\nthe-key-of-the-channel/);
		}
		expect(elsewhere.seen).toEqual([]);
	});

	it.each(types)('%s: redirects are not followed, in its test neither', async (type) => {
		for (const status of [301, 302, 307, 308]) {
			api.redirect = { status, to: `${elsewhere.url}/steal` };
			const follow = { followRedirect: true, followAllRedirects: true, maxRedirects: 5 };
			await send(type, { url: `${api.url}/a`, ...follow });
			const tested = await local.engine.testCredential(await credentialsOf(type));
			expect(tested).toMatchObject({
				status: 'Error',
				message: expect.stringContaining("'Base URL' answers from somewhere else") as string,
			});
		}
		expect(api.seen.length).toBeGreaterThan(0);
		expect(elsewhere.seen).toEqual([]);
	});
});

describe('a secret that the service repeats is not stored', () => {
	const json = 'application/json';

	it.each([200, 400, 401, 403, 422, 500])('the access token, with status %i', async (status) => {
		api.repeats = { status, type: json };
		const { stored, items } = await run(request({}));
		expect(api.seen.length).toBeGreaterThan(0);
		for (const seen of api.seen) {
			const [token] = /eyJ[\w.-]+/.exec(seen)!;
			for (const part of token.split('.')) expect(stored).not.toContain(part);
		}
		if (status === 200) expect(items[0]!.json['message']).toBe('Not Bearer [hidden]');
	});

	it.each([
		[200, json],
		[200, 'text/event-stream'],
		[403, json],
		[422, json],
	])('the key of a channel, with status %i and %s', async (status, type) => {
		api.repeats = { status, type };
		const apiKey = 'chk-7f3a9';
		const credentials = await local.engine.addCredential('viviChannelApi', {
			...{ baseUrl: api.url, channelId: 'chn_1', apiKey },
		});
		for (const operation of ['send', 'sendBatch']) {
			const options = { stream: type === 'text/event-stream' };
			const chat = { resource: 'chat', operation, message: 'Hi', options };
			const { stored, error } = await local.engine.run(chat, undefined, { credentials });
			expect(stored).not.toContain(apiKey);
			expect(error?.message ?? '').not.toContain(apiKey);
			expect(api.seen.splice(0).join()).toContain(apiKey);
		}
	});
});

describe('JSON cannot reach the prototype of all objects', () => {
	const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
	afterEach(() => {
		delete (Object.prototype as Record<string, unknown>)['polluted'];
	});

	it.each([
		`${poison},"id":"x","name":"A"}`,
		`{"data":[${poison},"id":"x"}],"meta":${poison}}}`,
		`{"agents":[${poison},"id":"x"}],"pagination":${poison},"total":1}}`,
		`{"error":${poison},"message":"no"},"errors":${poison}}}`,
	])('as an answer: %s', async (body) => {
		const workspaceId = byId(local.sandbox.defaultWorkspaceId);
		for (const status of [200, 422]) {
			local.sandbox.setFaults([{ target: 'api', status, body }]);
			const onSandbox = async (parameters: INodeParameters) =>
				await local.engine.run({ resource: 'agent', workspaceId, ...parameters });
			await onSandbox({ operation: 'getAll', returnAll: true });
			await onSandbox({ operation: 'getAll', returnAll: true, simplify: false });
			await onSandbox({ operation: 'get', agentId: byId('x') });
			await onSandbox({ operation: 'create', name: 'A', additionalFields: {} });
			await local.engine.run({ resource: 'report', operation: 'generate' });
			await local.engine.run(request({}));
			expect({}).not.toHaveProperty('polluted');
			expect(local.sandbox.stats().apiCalls).toBeGreaterThanOrEqual(6);
			local.sandbox.resetStats();
		}
	});

	it('as what is filled in', async () => {
		const additionalFields = { additionalProperties: `${poison},"extra":1}` };
		const sent = [
			await run(agents({ operation: 'create', name: 'A', additionalFields })),
			await run(request({ method: 'POST', body: `${poison}}` })),
		];
		expect({}).not.toHaveProperty('polluted');
		// A refusal would say nothing about what is sent.
		expect(sent.map(({ error }) => error)).toEqual([undefined, undefined]);
		for (const body of api.bodies) expect(body).toContain('"polluted":1');
		expect(api.bodies).toHaveLength(2);
	});
});

it('a list without an end ends with the execution', async () => {
	let asked = 0;
	const body = () => {
		asked++;
		return JSON.stringify({ data: [{ id: `agt_${asked}` }], nextCursor: `c${asked}` });
	};
	local.sandbox.setFaults([{ target: 'api', status: 200, body }]);
	const stop = new AbortController();
	const parameters = agents({ operation: 'getAll', returnAll: true });
	const workspaceId = byId(local.sandbox.defaultWorkspaceId);
	const running = local.engine.run({ ...parameters, workspaceId }, undefined, {
		signal: stop.signal,
	});
	await until(() => asked >= 5);
	stop.abort();
	expect((await running).error?.message).toContain('it was cancelled');
	const atTheEnd = asked;
	// While these are made one after the other, a list that goes on would ask as often.
	const others = 10;
	for (let count = 0; count < others; count++) await local.engine.run(request({}));
	// The one that was under way when it was stopped.
	expect(asked - others).toBeLessThanOrEqual(atTheEnd + 1);
});

describe('no header can be slipped in', () => {
	const evil = ['x\r\nX-Injected: 1', 'x\nX-Injected: 1', 'x\r\n\r\nGET /b HTTP/1.1', 'x\u0000y'];

	it.each(evil)('by %j', async (text) => {
		const pair = (name: string, value: string) => ({ parameters: [{ name, value }] });
		const list = { operation: 'getAll', limit: 1 };
		const file = { ...{ resource: 'file', operation: 'upload' }, binaryPropertyName: 'data' };
		const places = { workspaceId: byId('ws'), knowledgeBaseId: byId('kb') };
		const refused = [
			await run(request({ headers: pair('X-A', text) })),
			await run(request({ headers: pair(text, 'a') })),
			await run(request({ path: `/a/${text}` })),
			await run(agents({ ...list, workspaceId: byId(text) })),
		];
		expect(refused.map(({ error }) => error?.message)).toEqual([
			expect.stringContaining("'x-a'"),
			expect.stringContaining('header name'),
			expect.stringContaining("'Path'"),
			expect.stringContaining("'Workspace ID'"),
		]);
		expect(api.seen).toEqual([]);

		const named = { fileName: text, mimeType: 'text/plain' };
		const sent = [
			await run(request({ query: pair(text, text) })),
			await run(agents({ ...list, filters: { search: text } })),
			await run({ ...file, ...places }, [fileItem('x', named)]),
			await run({ ...file, ...places }, [fileItem('x', { fileName: 'a.txt', mimeType: text })]),
		];
		expect(sent.map(({ error }) => error)).toEqual(sent.map(() => undefined));
		expect(api.seen.length).toBeGreaterThanOrEqual(sent.length);
		for (const seen of api.seen) {
			const [, ...headers] = seen.split('\n');
			const names = headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
			expect(names).not.toContain('x-injected');
			expect(seen).not.toMatch(/^(GET|POST) \/b/);
		}
		// The head of the file's part is as many lines as it was made of.
		for (const body of api.bodies.filter((one) => one.includes('form-data'))) {
			expect(body.split('\r\n\r\n')[0]!.split(/\r?\n/)).toHaveLength(3);
		}
	});
});
