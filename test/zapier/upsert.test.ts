import { resources } from '../../vivi/catalogue';
import type { JsonObject } from '../../vivi/http/json';
import { toKey } from '../../zapier/src/fields/key';
import { connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { keysOf, scopeOf } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();
let authData: Record<string, string>;
beforeAll(async () => {
	authData = await connect(keyOf(local.sandbox));
});

/** What each needs to be created, besides what it is known by. */
const NEEDED: Readonly<Record<string, JsonObject>> = {
	knowledgeBase: { type: 'documents' },
	prompt: { content: 'Be brief.' },
	user: { role: 'chatUser' },
};

const all = resources
	.filter(({ upsertBy }) => upsertBy !== undefined)
	.map((resource) => [toKey(`create or update ${resource.label}`), resource] as const);

describe.each(all)('%s', (key, resource) => {
	const known = resource.upsertBy!;
	const upsert = async (value: string, more: JsonObject = {}) =>
		await run<JsonObject>(`creates.${key}.operation.perform`, {
			authData,
			inputData: {
				...{ ...keysOf(scopeOf(local.sandbox, resource)), ...NEEDED[resource.name] },
				...{ match_by: known, [known]: value, ...more },
			},
		});
	const value = known === 'email' ? 'upsert@example.com' : 'To be updated';

	it('creates, then updates, and says which of both', async () => {
		const first = await upsert(value, { additional_properties: { extra: 1 } });
		expect(first['isNew']).toBe(true);
		const second = await upsert(value, { additional_properties: { extra: 2 } });
		expect(second).toMatchObject({ id: first['id'], isNew: false });
		expect(local.sandbox.data.get(resource.name, String(first['id']))).toMatchObject({ extra: 2 });
	});

	it('finds by ID, which is asked for', async () => {
		const { id } = local.sandbox.data.insert(resource.name, {});
		const idKey = toKey(resource.idField);
		const byId = { match_by: 'id', additional_properties: { extra: 3 } };
		expect(await upsert(`by-id-${value}`, { ...byId, [idKey]: String(id) })).toMatchObject({
			...{ id, isNew: false },
		});
		const { name, text } = await failureOf(upsert(value, { ...byId, [idKey]: '' }));
		expect(name).toBe('AppError');
		expect(text).toContain(`'${resource.label}' is empty.`);
	});

	it('stops where several are like that', async () => {
		for (const _ of [1, 2]) local.sandbox.data.insert(resource.name, { [known]: `twin-${value}` });
		const { text } = await failureOf(upsert(`twin-${value}`));
		expect(text).toContain(`2 ${resource.plural.toLowerCase()} have this`);
	});
});
