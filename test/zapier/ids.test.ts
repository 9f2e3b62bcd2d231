import { findOperation, resources } from '../../vivi/catalogue';
import { watchable } from '../../vivi/changes/watchable';
import type { JsonObject } from '../../vivi/http/json';
import { toKey } from '../../zapier/src/fields/key';
import { connect, keyOf, run } from './support/app';
import { keysOf, scopeOf } from './support/step-input';
import { useSandbox } from './support/use-sandbox';
import { Zap } from './support/zap';

const local = useSandbox();
let authData: Record<string, string>;

beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
});

const find = async (key: string, inputData: Record<string, unknown>) =>
	await run<JsonObject[]>(`searches.${key}.operation.perform`, { authData, inputData });

describe.each(['_id', 'uuid', 'resource'] as const)('where VIVI calls an ID %s', (idKey) => {
	beforeEach(() => local.sandbox.setListStyle({ idKey }));

	it.each(resources)('a search for a $name gives it as id', async (resource) => {
		const scope = scopeOf(local.sandbox, resource);
		const { idField, titleFields } = resource;
		const title = titleFields[0]!;
		const { id } = local.sandbox.data.insert(resource.name, { [title]: `One of ${idKey}` }, scope);
		const places = keysOf(scope);
		const key = toKey(`find ${resource.label}`);

		const found = await find(key, { ...places, search: `One of ${idKey}` });
		if (findOperation(resource, 'get')) {
			found.push(...(await find(key, { ...places, [toKey(idField)]: id })));
		}

		expect(new Set(found.map((record) => record['id']))).toEqual(new Set([id]));
	});

	it('a search for messages gives it as id', async () => {
		const threads = local.sandbox.data.list('thread').map(({ id }) => String(id));
		const thread_id = threads.find((id) => local.sandbox.data.messages(id).length > 1)!;
		const places = { workspace_id: local.sandbox.defaultWorkspaceId };

		const found = await find('find_thread_messages', { ...places, thread_id });

		expect(found.map(({ id }) => id)).toEqual(
			local.sandbox.data.messages(thread_id).map(({ id }) => id),
		);
	});

	it.each(watchable)('the triggers for a $name give it as id', async (resource) => {
		const ids = local.sandbox.data.list(resource.name).map(({ id }) => id);
		const place = { workspace_id: local.sandbox.defaultWorkspaceId };
		for (const word of ['new', 'updated']) {
			const inputData = resource.name === 'workspace' ? {} : place;
			const zap = new Zap(toKey(`${word} ${resource.name}`), { authData, inputData });
			const given = (await zap.examples()).map(({ id }) => id);
			expect(given.sort()).toEqual([...ids].sort());
		}
	});
});
