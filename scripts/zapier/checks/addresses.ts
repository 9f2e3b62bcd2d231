import http, { createServer, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

import { createHandler, type Handler } from '../handler';
import type { App, Field } from '../definition';
import type { Check } from './check';

/** An app must not call these addresses, whoever typed them in. */
const REFUSED = [
	'http://vivi.example/',
	'https://localhost/',
	'https://127.0.0.1/',
	'https://10.20.30.40/',
	'https://192.168.1.1/',
	'https://169.254.169.254/',
	'https://[::1]/',
	'https://[::ffff:10.0.0.1]/',
	'https://2130706433/',
	'https://metadata.internal/',
	'https://name:word@vivi.example/',
	'file:///etc/hosts',
];
const SESSION = 'authentication.sessionConfig.perform';
const TEST = 'authentication.test';
/** The second one keeps the platform from printing its memory. */
const EVENT = { command: 'execute', calledFromCli: true };
/** An answer that suits each request of these checks. */
const ANSWER = { access_token: 'a-token', token_type: 'Bearer', expires_in: 86_400, data: [] };

const isAddress = ({ key, inputFormat }: Field) =>
	inputFormat !== undefined || /(^|_)(url|uri|host|domain|subdomain|server|site)$/i.test(key);
const usual = ({ key }: Field) => `https://${key.replaceAll('_', '-')}.vivi.example/`;

/**
 * Zapier recommends that apps validate the addresses that people type in. Only a run shows whether an app does.
 * So this check connects and tests the app with good and bad addresses, and records the calls.
 */
export const addressCheck: Check = {
	id: 'D026',
	find: async (app) => {
		const fields = (app.authentication?.fields ?? []).filter(({ computed }) => !computed);
		const addresses = fields.filter(isAddress);
		const findings: string[] = [];
		for (const field of addresses) {
			const path = `authentication, field ${field.key}`;
			if (!(await calls(app, fields, field, usual(field)))) {
				findings.push(`${path}: nothing calls this address, so it cannot be checked`);
			}
			for (const address of REFUSED) {
				if (await calls(app, fields, field, address)) {
					findings.push(`${path}: takes ${address}`);
				}
			}
		}
		return findings;
	},
};

/** Whether the app calls that address when it stands in that field and the other fields are in order. */
async function calls(app: App, fields: Field[], field: Field, address: string): Promise<boolean> {
	const values = fields
		// Long text has a form that only the app knows; it may be left out.
		.filter(({ type, required }) => type !== 'text' || required)
		.map((other): [string, string] => [
			other.key,
			isAddress(other) || other.key === 'audience' ? usual(other) : 'a-value',
		]);
	const authData = { ...Object.fromEntries(values), accessToken: 'a-token', [field.key]: address };
	const methods = [TEST, ...pickLists(app)];
	const called = await addressesCalled(createHandler(app), methods, authData);
	return called.includes(originOf(new URL(address)));
}

/** The functions that fill pick lists, one for each key of a field: some addresses are called for them alone. */
function pickLists(app: App): string[] {
	const paths = Object.entries(app.creates ?? {}).flatMap(([key, { operation }]) =>
		(operation.inputFields ?? []).flatMap((field, at) =>
			'choices' in field && typeof field.choices === 'object' && 'perform' in field.choices!
				? [[field.key, `creates.${key}.operation.inputFields.${at}.choices.perform`] as const]
				: [],
		),
	);
	return [...new Map(paths).values()];
}

const originOf = ({ protocol, hostname }: URL | RequestOptions) =>
	`${protocol}//${hostname?.replace(/^\[|\]$/g, '')}`;

/** Answers everything itself, so that nothing leaves this machine. */
async function addressesCalled(
	handler: Handler,
	methods: readonly string[],
	authData: object,
): Promise<string[]> {
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'application/json').end(JSON.stringify(ANSWER));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;

	const called: string[] = [];
	const original = { http: http.request, https: https.request };
	const request = ({ path, method, headers, ...options }: RequestOptions) => {
		called.push(originOf(options));
		return original.http({ path, method, headers, hostname: '127.0.0.1', port, agent: false });
	};
	// What node-fetch calls, on which z.request is built.
	Object.assign(http, { request });
	Object.assign(https, { request });
	// An error of the app is fine here; only its calls count.
	const results = async (method: string, data: object) =>
		await handler({ ...EVENT, method, bundle: { authData: data, inputData: {}, meta: {} } }).then(
			(done) => done.results as object,
			() => ({}),
		);
	const onLambda = process.env['AWS_LAMBDA_FUNCTION_NAME'];
	process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'as Zapier runs apps';
	try {
		const session = await results(SESSION, authData);
		// Without a session the app calls nothing else.
		for (const method of methods) await results(method, { ...authData, ...session });
	} finally {
		Object.assign(http, { request: original.http });
		Object.assign(https, { request: original.https });
		if (onLambda === undefined) delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
		else process.env['AWS_LAMBDA_FUNCTION_NAME'] = onLambda;
		server.close();
	}
	return called;
}
