import { operationsOf, resources } from '../../vivi/catalogue';
import type { JsonObject } from '../../vivi/http/json';
import { toKey } from '../../zapier/src/fields/key';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { addressMapOf } from '../support/address-map';
import { connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { startFileServer, type FileServer } from './support/file-server';
import { keysOf, scopeOf, stepInput } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

// Between two tries nothing has to be waited for here.
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

/** A VIVI that has everything at other addresses than the connector assumes. */
const local = useSandbox({ personality: 'second' });
let addressMap: string;
let authData: Record<string, string>;
let files: FileServer;

beforeAll(async () => {
	files = await startFileServer(Buffer.from('A text'));
	addressMap = await addressMapOf(local.sandbox);
	authData = await connect({ ...keyOf(local.sandbox), address_map: addressMap });
});
afterAll(async () => await files.close());

const writes = resources.flatMap((resource) =>
	operationsOf(resource)
		.filter(({ kind }) => kind !== 'list' && kind !== 'get')
		.map((operation) => [operationKey(resource, operation), resource, operation] as const),
);

test.each(writes)('%s works with the map that the doctor printed', async (...row) => {
	const [key, resource, operation] = row;
	const { inputData, scope, id } = stepInput(local.sandbox, resource, operation);
	const file = operation.kind === 'upload' ? { file: `${files.url}/hydrate` } : {};

	const result = await run<JsonObject>(`creates.${key}.operation.perform`, {
		authData,
		inputData: { ...inputData, ...file },
	});

	const stored = local.sandbox.data.get(resource.name, String(result['id']), scope);
	expect(result['id']).toEqual(id ?? expect.any(String));
	if (operation.kind === 'delete') expect(stored).toBeUndefined();
	else expect(stored).toBeDefined();
	if (operation.kind === 'update') expect(stored).toMatchObject({ extra: 1 });
	if (operation.kind === 'create') {
		const known = resource.output.map(({ name }) => [name, stored![name]]);
		expect(result).toMatchObject(Object.fromEntries(known));
	}
});

const all = resources.map((resource) => [toKey(resource.label), resource] as const);

test.each(all)('find_%s works with it, by the names of the catalogue', async (...row) => {
	const [key, resource] = row;
	const scope = scopeOf(local.sandbox, resource);
	const title = resource.titleFields[0]!;
	const made = local.sandbox.data.insert(resource.name, { [title]: 'To be found' }, scope);
	const input = { authData, inputData: { ...keysOf(scope), search: 'to be found' } };

	const found = await run<JsonObject[]>(`searches.find_${key}.operation.perform`, input);

	expect(found).toEqual([expect.objectContaining({ id: made['id'], [title]: 'To be found' })]);
});

const held = resources.flatMap((resource) =>
	operationsOf(resource)
		.filter(({ output }) => output)
		.map((operation) => [operationKey(resource, operation), resource, operation] as const),
);

test.each(held)('%s lists what a record holds', async (key, resource, operation) => {
	const { inputData, id } = stepInput(local.sandbox, resource, operation);
	const found = await run<JsonObject[]>(`searches.${key}.operation.perform`, {
		authData,
		inputData,
	});
	const [first] = local.sandbox.data.held(resource.name, id!);
	expect(found[0]).toMatchObject(first!);
});

describe('connecting', () => {
	const test_ = async (fields: Record<string, string>) =>
		await run<JsonObject>('authentication.test', { authData: await connect(fields) });

	test('tests the connection at the address of the map', async () => {
		const fields = { ...keyOf(local.sandbox), address_map: addressMap };
		expect(await test_(fields)).toMatchObject({ keyType: 'Account API Key' });
		expect(local.sandbox.stats().lastCalls.at(-1)).toMatchObject({
			path: '/platform/v2/workspaces',
		});
	});

	test('fails where the map is missing', async () => {
		const { text } = await failureOf(test_(keyOf(local.sandbox)));
		expect(text).toContain('404');
	});

	test('tells of a mistake in the map, and sends nothing', async () => {
		const fields = { ...keyOf(local.sandbox), address_map: '{ "agent.get": { "url": "/x" } }' };
		const { text } = await failureOf(test_(fields));
		expect(text).toContain("'Address Map' has a mistake at 'agent.get'");
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 0, apiCalls: 0 });
	});
});
