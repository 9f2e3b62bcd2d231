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
