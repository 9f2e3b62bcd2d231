import type { INodeCredentials } from 'n8n-workflow';

import { operationsOf, resources } from '../../vivi/catalogue';
import { addressMapOf } from '../support/address-map';
import { operationCall } from './support/operation-call';
import { useEngine } from './support/use-engine';
import { expectDone } from './support/what-was-done';

/** A VIVI that has everything at other addresses than the connector assumes. */
const local = useEngine({ personality: 'second' });
let addressMap: string;
let credentials: INodeCredentials;

beforeAll(async () => {
	addressMap = await addressMapOf(local.sandbox);
	credentials = await local.engine.viviCredential(undefined, { addressMap });
});
beforeEach(() => local.sandbox.resetStats());

const all = resources.flatMap((resource) =>
	operationsOf(resource).map(
		(operation) => [resource.label, operation.label, resource, operation] as const,
	),
);

test.each(all)('%s: %s works with the map that the doctor printed', async (...row) => {
	const [, , resource, operation] = row;
	const call = operationCall(local.sandbox, resource, operation, 3);
	const { error, items } = await local.engine.run(call.parameters, call.items, { credentials });
	expect(error).toBeUndefined();
	expectDone(
		local.sandbox,
		resource,
		operation,
		call,
		items.map(({ json }) => json),
	);
});

test('a workspace key needs no other map', async () => {
	const workspace = await local.engine.viviCredential(local.sandbox.keys.workspace, { addressMap });
	const { error, items } = await local.engine.run(
		{ resource: 'thread', operation: 'getAll', returnAll: true, workspaceId: '' },
		undefined,
		{ credentials: workspace },
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(local.sandbox.data.count('thread'));
});

test('simplified records, reports and lists to pick from have the names of the catalogue', async () => {
	const [first] = local.sandbox.data.list('prompt');
	const prompts = await local.engine.run(
		{
			...{ resource: 'prompt', operation: 'getAll', returnAll: false, limit: 1 },
			workspaceId: local.sandbox.defaultWorkspaceId,
		},
		undefined,
		{ credentials },
	);
	expect(prompts.items[0]?.json).toMatchObject({
		id: first!['id'],
		name: first!['name'],
		updatedAt: first!['updatedAt'],
	});

	const picked = await local.engine.search('searchPrompts', {
		credentials,
		parameters: { workspaceId: local.sandbox.defaultWorkspaceId },
	});
	expect(picked.results[0]?.value).toBe(first!['id']);

	const report = await local.engine.run({ resource: 'report', operation: 'generate' }, undefined, {
		credentials,
	});
	expect(report.error).toBeUndefined();
	expect(JSON.stringify(report.items[0]?.json)).toContain(
		`"agents":${local.sandbox.data.count('agent')}`,
	);
});

describe('the credential test', () => {
	const tested = async (changes: Record<string, string>) =>
		await local.engine.testCredential(await local.engine.viviCredential(undefined, changes));

	test('goes to the address of the map', async () => {
		expect(await tested({ addressMap })).toMatchObject({ status: 'OK' });
		expect(local.sandbox.stats().lastCalls.at(-1)).toMatchObject({
			method: 'GET',
			path: '/platform/v2/workspaces',
			query: { page_size: '1' },
		});
	});

	test('fails where the map is missing', async () => {
		expect(await tested({})).toEqual({
			status: 'Error',
			message: "No such account was found. Check 'Account ID' and 'Base URL'.",
		});
	});

	test('tells of a mistake in the map, and sends nothing', async () => {
		const { status, message } = await tested({ addressMap: '{ "agent.get": { "url": "/x" } }' });
		expect(status).toBe('Error');
		expect(message).toContain(
			"'Address Map' has a mistake at 'agent.get': it has the unknown 'url'.",
		);
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 0, apiCalls: 0 });
	});
});

test('a mistake in the map stops the workflow before anything is sent', async () => {
	const broken = await local.engine.viviCredential(undefined, { addressMap: '{ "agent.get": ' });
	const { error } = await local.engine.run(
		{ resource: 'workspace', operation: 'getAll', returnAll: true },
		undefined,
		{ credentials: broken },
	);
	expect(error?.message).toContain("'Address Map' is not valid JSON.");
	expect(local.sandbox.stats()).toMatchObject({ exchanges: 0, apiCalls: 0 });
});
