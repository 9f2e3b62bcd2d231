import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stringify } from 'yaml';

import type { FaultRule } from '../../../../sandbox/faults';
import type { IssuedKey } from '../../../../sandbox/keys';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import type { DescriptionFindings } from '../../../../scripts/doctor/description/examine-description';
import type { Examination } from '../../../../scripts/doctor/examine';
import { operationsOf, resources } from '../../../../vivi/catalogue';
import { readAddressMap } from '../../../../vivi/client/read-address-map';
import { SMALL } from '../../sandbox/support';

const root = join(__dirname, '../../../..');

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ ...SMALL, workspaces: 2 });
});
beforeEach(() => {
	sandbox.setFaults();
	sandbox.resetStats();
});
afterAll(async () => await sandbox.close());

const variables = (key: IssuedKey) => ({
	VIVI_CLIENT_ID: key.clientId,
	VIVI_CLIENT_SECRET: key.clientSecret,
	VIVI_AUDIENCE: key.audience,
	VIVI_TOKEN_URL: key.tokenUrl,
	VIVI_ACCOUNT_ID: sandbox.accountId,
	VIVI_WORKSPACE_ID: key.workspaceId ?? '',
	VIVI_BASE_URL: sandbox.url,
});

/** `npm run doctor` as a process of its own. */
async function doctor(env: Record<string, string>, ...flags: string[]) {
	return await new Promise<{ code: number; output: string }>((resolve) => {
		execFile(
			process.execPath,
			['--import', 'tsx', 'scripts/doctor/main.ts', ...flags],
			{ cwd: root, env: { PATH: process.env['PATH'] ?? '', ...env } },
			(error, stdout, stderr) =>
				resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
		);
	});
}

async function examined(env: Record<string, string>) {
	const { code, output } = await doctor(env, '--json');
	const examination = JSON.parse(output) as Examination;
	const results = Object.fromEntries(
		examination.addresses.map(({ operation, result, status }) => [
			operation,
			status === null ? result : `${result} ${status}`,
		]),
	);
	return { code, output, ...examination, results };
}

/** What the doctor says about a document. */
const compared = async (from: string, env: Record<string, string> = {}) => {
	const { code, output } = await doctor(env, '--json', '--openapi', from);
	return { code, findings: JSON.parse(output) as DescriptionFindings };
};

describe('with a document', () => {
	test('its address is enough; all is as assumed where it is our own', async () => {
		const { code, findings } = await compared(`${sandbox.url}/openapi.json`);
		expect(code).toBe(0);
		expect(new Set(findings.operations.map(({ result }) => result))).toEqual(
			new Set(['as assumed']),
		);
		expect(findings.addressMap).toEqual({});
		expect(findings.others.map(({ operation }) => operation)).toContain(
			'POST /channelsApi/{channelId}/invoke',
		);
		expect(sandbox.stats()).toMatchObject({ exchanges: 0, apiCalls: 0 });
	});

	test('a mistake in YAML is named', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vivi-doctor-'));
		const file = join(folder, 'openapi.yaml');
		// Windows saves it so.
		writeFileSync(file, Buffer.from('\ufeffopenapi: 3.0.0\npaths:\n\t/a: {}\n', 'utf16le'));
		const { code, output } = await doctor({}, '--openapi', file);
		rmSync(folder, { recursive: true });
		expect(code).toBe(1);
		expect(output).toMatch(/^The document is YAML with a mistake: .*tab.* at line 3, column 1\. /i);
	});

	test('a file of YAML is read, and the map is printed to be pasted', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'vivi-doctor-'));
		const file = join(folder, 'openapi.yaml');
		const document = await (await fetch(`${sandbox.url}/openapi.json`)).text();
		const moved = document.replaceAll('"/accounts/{accountId}/', '"/v2/');
		writeFileSync(file, stringify(JSON.parse(moved)));
		const { code, output } = await doctor({}, '--openapi', file);
		rmSync(folder, { recursive: true });
		expect(code).toBe(0);
		const all = resources.flatMap((resource) => operationsOf(resource)).length;
		expect(output).toContain(
			`'VIVI sandbox' and the ${all} operations of the connector: ${all} differ.`,
		);
		const [, map = ''] = output.split("'Address Map' of the credential:");
		expect(readAddressMap(map).get('agent.get')?.path).toBe(
			'/v2/workspaces/{workspaceId}/agents/{agentId}',
		);
	});

	test.each([
		['a file that is not there', '/there/is/no/such.json', 'cannot be read (ENOENT)'],
		['another address', () => `${sandbox.url}/nothing.json`, 'status 404 instead of a document'],
		['a web page', () => `${sandbox.url}/`, '--openapi leads to a web page'],
	])('%s has its own text', async (_what, from, text) => {
		const { code, output } = await doctor(
			{},
			'--openapi',
			typeof from === 'string' ? from : from(),
		);
		expect(code).toBe(1);
		expect(output).toContain(text);
	});
});

const READS = resources.flatMap((resource) =>
	operationsOf(resource)
		.filter(({ method }) => method === 'GET')
		.map(({ label }) => `${resource.label}: ${label}`),
);

test('a good key: every address that is read from works, and nothing else is called', async () => {
	const { code, steps, results, token, output, addresses } = await examined(
		variables(sandbox.keys.account),
	);
	expect(steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
		'Values ok',
		'Exchange ok',
		'Token ok',
		'Workspaces ok',
		'Addresses ok',
	]);
	expect(results).toEqual(Object.fromEntries(READS.map((operation) => [operation, 'works'])));
	expect(addresses.flatMap(({ missingFields }) => missingFields ?? ['no record'])).toEqual([]);
	expect(code).toBe(0);
	expect(token).toMatchObject({
		lifeSeconds: expect.closeTo(86_400, -1),
		audiences: [sandbox.audience],
		claims: expect.arrayContaining(['exp', 'iat']),
	});

	const { lastCalls, exchanges, secretLeaks } = sandbox.stats();
	expect(exchanges).toBe(1);
	expect(secretLeaks).toBe(0);
	expect(
		new Set(lastCalls.filter(({ target }) => target === 'api').map(({ method }) => method)),
	).toEqual(new Set(['GET']));
	expect(output).not.toContain(sandbox.keys.account.clientSecret);
	expect(output).not.toMatch(/eyJ/);
});

test('in plain words it is a list of steps and a table', async () => {
	const { output, code } = await doctor(variables(sandbox.keys.account));
	expect(code).toBe(0);
	expect(output).toMatch(/^✓ Values: .+\n✓ Exchange: .+\n✓ Token: It lives for 24 hours, .+\n/);
	expect(output).toMatch(
		/\n\| Agent: Get +\| GET \/accounts\/\{accountId\}\/workspaces\/\{workspaceId\}\/agents\/\{agentId\} +\| assumed +\| works +\|/,
	);
	expect(output).not.toContain(sandbox.keys.account.clientSecret);
	expect(output).not.toMatch(/eyJ/);
});

test('a workspace key is tried in its own workspace, as far as its role goes', async () => {
	const key = sandbox.createKey({
		name: 'Content',
		keyType: 'workspace',
		role: 'contentManager',
		workspaceId: sandbox.defaultWorkspaceId,
	});
	const { code, results } = await examined(variables(key));
	expect(results).toMatchObject({
		'Workspace: Get Many': 'not allowed 403',
		'Workspace: Get': 'works',
		'Knowledge Base: Get Many': 'works',
		'File: Get Many': 'works',
		'Agent: Get Many': 'not allowed 403',
		'Agent: Get': 'not tried',
	});
	expect(code).toBe(0);
});

test('a workspace key for another workspace cannot be used, although each refusal alone could be its role', async () => {
	const { workspace } = sandbox.keys;
	const other = sandbox.data.list('workspace').map(({ id }) => String(id));
	const VIVI_WORKSPACE_ID = other.find((id) => id !== workspace.workspaceId)!;
	const { code, steps } = await examined({ ...variables(workspace), VIVI_WORKSPACE_ID });
	expect(steps.at(-1)).toMatchObject({
		name: 'Addresses',
		status: 'failed',
		message: expect.stringMatching(/^0 of /),
		hint: expect.stringContaining('VIVI_WORKSPACE_ID'),
	});
	expect(code).toBe(1);
});

test('a missing workspace is reported before other addresses are suspected', async () => {
	const { code, steps } = await examined({
		...variables(sandbox.keys.account),
		VIVI_WORKSPACE_ID: 'ws_nope',
	});
	expect(steps.find(({ name }) => name === 'Workspaces')).toMatchObject({
		status: 'warning',
		message: expect.stringContaining('VIVI_WORKSPACE_ID is not among them'),
	});
	expect(steps.at(-1)!.hint).toMatch(/^Compare VIVI_WORKSPACE_ID/);
	expect(code).toBe(2);
});

test.each<[string, FaultRule, string, string]>([
	[
		'not there',
		{ target: 'api', pathIncludes: '/prompts', status: 404 },
		'not there 404',
		'not tried',
	],
	['unclear', { target: 'api', pathIncludes: '/prompts', body: '"?"' }, 'unclear', 'not tried'],
])('an address that is %s is told apart, and the others are tried', async (_, fault, list, get) => {
	sandbox.setFaults([fault]);
	const { code, results, steps } = await examined(variables(sandbox.keys.account));
	expect(results).toMatchObject({
		'Prompt: Get Many': list,
		'Prompt: Get': get,
		'User: Get Many': 'works',
	});
	expect(steps.at(-1)).toMatchObject({ status: 'warning', hint: expect.stringContaining('issue') });
	expect(code).toBe(2);
});

test('fields that VIVI has or lacks are named, their values are not', async () => {
	const channel = {
		id: 'c',
		name: 'n',
		type: 't',
		status: 's',
		createdAt: 'a',
		colour: 'secret red',
	};
	sandbox.setFaults([
		{ target: 'api', pathIncludes: '/channels', body: JSON.stringify([channel]) },
	]);
	const { addresses, output } = await examined(variables(sandbox.keys.account));
	expect(addresses.find(({ operation }) => operation === 'Channel: Get Many')).toMatchObject({
		result: 'works',
		missingFields: ['agentId', 'updatedAt'],
		newFields: ['colour'],
	});
	expect(output).not.toContain('secret red');
});

describe('a key that cannot be used ends with 1 at the step that fails', () => {
	it.each<[string, () => Record<string, string>, string, RegExp]>([
		['no values', () => ({}), 'Values', /VIVI_CLIENT_ID, .+VIVI_ACCOUNT_ID/],
		[
			'a token URL without https',
			() => ({ ...variables(sandbox.keys.account), VIVI_TOKEN_URL: 'http://auth.example/token' }),
			'Values',
			/Token URL/,
		],
		[
			'a wrong secret',
			() => ({ ...variables(sandbox.keys.account), VIVI_CLIENT_SECRET: 'wrong-secret' }),
			'Exchange',
			/did not accept the Client ID and Client Secret/,
		],
		[
			'a deactivated key',
			() => {
				const key = sandbox.createKey({ name: 'Old', keyType: 'account' });
				sandbox.deactivateKey(key.id);
				return variables(key);
			},
			'Exchange',
			/did not accept the Client ID and Client Secret/,
		],
		[
			'another account',
			() => ({ ...variables(sandbox.keys.account), VIVI_ACCOUNT_ID: 'acc_other' }),
			'Workspaces',
			/no permission/,
		],
	])('%s', async (_, env, step, message) => {
		const given = env();
		const { code, steps, output } = await examined(given);
		expect(steps.at(-1)).toMatchObject({
			name: step,
			status: 'failed',
			message: expect.stringMatching(message),
			hint: expect.stringMatching(/./),
		});
		expect(code).toBe(1);
		expect(output).not.toContain(given['VIVI_CLIENT_SECRET'] ?? 'wrong-secret');
	});
});
