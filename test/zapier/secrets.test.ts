import App from '../../zapier/src';
import { operationsOf, resources } from '../../vivi/catalogue';
import type { FaultRule } from '../../sandbox/faults';
import { toKey } from '../../zapier/src/fields/key';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { channelOf, connect, keyOf, run, type LogLine } from './support/app';
import { startFileServer, type FileServer } from './support/file-server';
import { keysOf, scopeOf, stepInput } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

const local = useSandbox();
let files: FileServer;
let authData: Record<string, string>;

beforeAll(async () => {
	files = await startFileServer(Buffer.from('A file'));
	authData = await connect({ ...keyOf(local.sandbox), ...channelOf(local.sandbox) });
});
afterAll(async () => await files.close());

/** Every function Zapier may call, with something to work on. */
const methods = [
	'authentication.test',
	'authentication.sessionConfig.perform',
	...Object.keys(App.triggers).map((key) => `triggers.${key}.operation.perform`),
	...Object.keys(App.searches).map((key) => `searches.${key}.operation.perform`),
	...Object.keys(App.creates).map((key) => `creates.${key}.operation.perform`),
	...dropdowns(),
];

/** One of each, for they are the same wherever they stand. */
function dropdowns(): string[] {
	const methods = new Map<string, string>();
	for (const { key, operation } of Object.values(App.creates)) {
		const fields = operation.inputFields as Array<{ key: string; choices?: unknown }>;
		for (const [at, field] of fields.entries()) {
			if (typeof field.choices !== 'object' || !('perform' in field.choices!)) continue;
			methods.set(field.key, `creates.${key}.operation.inputFields.${at}.choices.perform`);
		}
	}
	return [...methods.values()];
}

function inputFor(method: string): Record<string, unknown> {
	const [type, key] = method.split('.');
	const own = {
		search: 'a',
		exact_match: false,
		method: 'GET',
		path: '/accounts',
		message: 'Hello {{name}}',
		// With a GET there is no file, and nothing would be sent.
		...(key !== 'api_request' && {
			file: `${files.url}/hydrate`,
			files: [`${files.url}/hydrate`],
		}),
	};
	for (const resource of resources) {
		for (const operation of operationsOf(resource)) {
			const isIt =
				type === 'creates'
					? operationKey(resource, operation) === key
					: key?.endsWith(toKey(resource.name)) === true;
			if (isIt) {
				const places = keysOf(scopeOf(local.sandbox, resource));
				const { inputData } = stepInput(local.sandbox, resource, operation);
				return { ...own, ...places, ...(type === 'creates' && inputData) };
			}
		}
	}
	return { ...own, workspace_id: local.sandbox.defaultWorkspaceId };
}

/** All of what must not be read anywhere, whole or in part. */
function secrets(): string[] {
	const { clientSecret } = local.sandbox.keys.account;
	const tokens = [authData['accessToken']!];
	return [
		clientSecret,
		local.sandbox.channel.apiKey,
		...tokens.flatMap((token) => [token, ...token.split('.').slice(1)]),
	];
}

const situations: Array<[string, readonly FaultRule[]]> = [
	['all goes well', []],
	['VIVI refuses the token', [{ target: 'api', status: 401 }]],
	['VIVI declines', [{ target: 'api', status: 422, body: '{"message":"Not like this"}' }]],
	[
		'VIVI is down',
		[
			{ target: 'api', status: 500 },
			{ target: 'token', status: 500 },
		],
	],
	[
		'the connection breaks',
		[
			{ target: 'api', reset: 'body' },
			{ target: 'token', reset: 'body' },
		],
	],
];

describe.each(situations)('when %s', (_case, faults) => {
	test.each(methods)('%s tells no secret', async (method) => {
		const log: LogLine[] = [];
		const isSession = method === 'authentication.sessionConfig.perform';
		const inputData = inputFor(method);
		local.sandbox.setFaults(faults);

		let said = '';
		const results: string[] = [];
		try {
			const result = await run(method, { authData, inputData }, log);
			results.push(JSON.stringify(result));
			// As Zapier keeps it; of an older one the newer token would be handed out, without a request.
			if (isSession) Object.assign(authData, result);
		} catch (error) {
			const { name, message, stack } = error as Error;
			said = `${name} ${message} ${stack}`;
		}
		// A token that was just fetched is a secret, too, everywhere but in the session itself.
		const fresh = results.flatMap((result) => /eyJ[\w.-]+/.exec(isSession ? result : '') ?? []);

		const logged = log.map((line) => JSON.stringify(line)).join('\n');
		expect(logged).not.toBe('');
		for (const secret of [...secrets(), ...fresh]) {
			expect(logged).not.toContain(secret);
			expect(said).not.toContain(secret);
			if (!isSession) expect(results.join()).not.toContain(secret);
		}
		// Whatever went wrong, a person reads words and not a trace of the requests before.
		expect(said).not.toContain('What happened');
		expect(local.sandbox.stats()).toMatchObject({ secretLeaks: 0, bearersAtTokenUrl: 0 });
	});
});

describe('a secret that the service repeats', () => {
	// Nothing about them looks like a secret.
	const token = 'tok-7f3a9';
	const channelKey = 'chk-7f3a9';
	const statuses = [200, 400, 403, 422, 500];
	const cases = statuses.flatMap((status) => [
		...(status === 200 ? [] : [['authentication.test', token, status] as const]),
		['creates.api_request.operation.perform', token, status] as const,
		['creates.send_message.operation.perform', channelKey, status] as const,
	]);

	test.each(cases)('%s does not show %s, with status %i', async (method, secret, status) => {
		const own = { ...authData, accessToken: token, channel_api_key: channelKey };
		const body = JSON.stringify({ message: `Not ${secret}`, url: `https://f.example/${secret}` });
		local.sandbox.setFaults([{ target: 'api', status, body }]);
		const log: LogLine[] = [];
		const bundle = { authData: own, inputData: inputFor(method) };
		const said = await run(method, bundle, log).then(JSON.stringify, String);
		expect(said).toContain('[hidden]');
		expect(said).not.toContain(secret);
		expect(JSON.stringify(log)).not.toContain(secret);
	});
});
