import { resources } from '../../vivi/catalogue';
import { watchable } from '../../vivi/changes/watchable';
import { toKey } from '../../zapier/src/fields/key';
import { keysOf, scopeOf } from './support/step-input';
import { useSearch } from './support/use-search';
import { Zap } from './support/zap';

const { local, find, connection } = useSearch();

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
		if (resource.operations.get) {
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

	it.each(watchable.filter(({ holder }) => !holder))(
		'the triggers for a $name give it as id',
		async (resource) => {
			const ids = local.sandbox.data.list(resource.of.name).map(({ id }) => id);
			const place = { workspace_id: local.sandbox.defaultWorkspaceId };
			for (const word of ['new', 'updated']) {
				const inputData = resource.name === 'workspace' ? {} : place;
				const zap = new Zap(toKey(`${word} ${resource.name}`), {
					authData: connection(),
					inputData,
				});
				const given = (await zap.examples()).map(({ id }) => id);
				expect(given.sort()).toEqual([...ids].sort());
			}
		},
	);
});
