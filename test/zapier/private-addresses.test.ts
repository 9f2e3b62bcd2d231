import { createServer, type RequestListener } from 'node:http';

import { close, listen } from '../support/local-server';
import { channelOf, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { pretendInternet } from './support/pretend-internet';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();

/** Requests that came in, and connections without one, at the machine that every name leads to. */
const seen: string[] = [];
let connections = 0;
const found: RequestListener = (_request, response) => void response.end('{}');
let answer = found;
const server = createServer((request, response) => {
	seen.push(`${request.headers.host?.split(':')[0]}${request.url}`);
	answer(request, response);
});
server.on('connection', () => connections++);
let port = 0;

beforeAll(async () => {
	port = await listen(server);
});
beforeEach(() => {
	seen.length = 0;
	connections = 0;
	answer = found;
	pretendInternet({
		'public.example.com': '8.8.8.8',
		'inside.example.com': '10.0.0.7',
		'metadata.example.com': '169.254.169.254',
	});
	process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'app';
});
afterEach(() => {
	delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
	jest.restoreAllMocks();
});
afterAll(async () => await close(server));

/** A connection of which every address is a public one, but for those that are given. */
const connection = (fields: Record<string, string>) => ({
	...keyOf(local.sandbox),
	...channelOf(local.sandbox),
	...{ accessToken: 'a-token', expiresAt: '2100-01-01T00:00:00.000Z' },
	token_url: `https://public.example.com:${port}/oauth/token`,
	base_url: `https://public.example.com:${port}`,
	channel_base_url: `https://public.example.com:${port}`,
	...fields,
});

describe('at Zapier, a name with a private address', () => {
	const CONNECT = 'authentication.sessionConfig.perform';
	const TEST = 'authentication.test';
	const REQUEST = 'creates.api_request.operation.perform';
	const MESSAGE = 'creates.send_message.operation.perform';
	const onlyChannel = { client_id: '', client_secret: '', audience: '', token_url: '' };

	test.each([
		['Token URL', 'token_url', CONNECT, {}],
		['Base URL', 'base_url', TEST, {}],
		['Base URL', 'base_url', REQUEST, {}],
		['Channel Base URL', 'channel_base_url', TEST, onlyChannel],
		['Channel Base URL', 'channel_base_url', MESSAGE, {}],
	] as const)("is refused as '%s' (%s of %s)", async (label, field, method, others) => {
		const authData = {
			...connection(others),
			[field]: `https://inside.example.com:${port}/x`,
		};
		const inputData = { method: 'GET', path: '/x', message: 'Hello' };

		const { text } = await failureOf(run(method, { authData, inputData }));

		expect(text).toContain(`host in '${label}' leads into a private network`);
		expect(connections).toBe(0);
	});
});

describe('at Zapier, a file', () => {
	const upload = async (url: string) =>
		await failureOf(
			run('creates.upload_file.operation.perform', {
				authData: connection({}),
				inputData: { workspace_id: 'w', knowledge_base_id: 'k', file: url },
			}),
		);

	it.each(['inside.example.com', 'metadata.example.com', '127.0.0.1', '[::ffff:7f00:1]'])(
		'in a private network is not fetched: %s',
		async (host) => {
			const { text } = await upload(`http://${host}:${port}/secret`);

			expect(text).toContain('The file leads into a private network.');
			expect(connections).toBe(0);
		},
	);

	it.each([
		['inside.example.com', 'leads into a private network'],
		['127.0.0.1', 'leads into a private network'],
		['somebody:pass@public.example.com', 'has an address with a user name or password'],
	])('that leads to %s is not fetched from there', async (host, words) => {
		answer = (_request, response) =>
			void response.writeHead(302, { location: `http://${host}:${port}/secret` }).end();

		const { text, raw } = await upload(`http://public.example.com:${port}/file`);

		expect(text).toContain(`The file ${words}.`);
		expect(raw).not.toContain('pass@');
		expect(seen).toEqual(['public.example.com/file']);
	});

	it('whose address holds a password is not fetched', async () => {
		const { text, raw } = await upload(`http://somebody:pass@public.example.com:${port}/file`);

		expect(text).toContain('The file has an address with a user name or password.');
		expect(raw).not.toContain('pass@');
		expect(connections).toBe(0);
	});
});
