import type { INodeParameters } from 'n8n-workflow';

import { offeredOf, resources } from '../../vivi/catalogue';
import type { Resource } from '../../vivi/catalogue/types';
import { operationCall } from './support/operation-call';
import { useEngine } from './support/use-engine';

const local = useEngine();
const all = resources.filter(({ upsertBy }) => upsertBy !== undefined);
const upsertOf = (resource: Resource) =>
	offeredOf(resource).find(({ name }) => name === 'upsert') as Resource['operations']['getAll'];
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

describe.each(all.map((resource) => [resource.label, resource] as const))('%s', (_, resource) => {
	/** The same for all items, but for what is known of the record. */
	const call = (known: string): INodeParameters => ({
		...operationCall(local.sandbox, resource, upsertOf(resource), 1).parameters,
		[resource.upsertBy!]: known,
	});
	const known = '={{ $json.known }}';
	const text = (start: string) =>
		resource.upsertBy === 'email' ? `${start}@example.com` : `Upserted ${start}`;
	const like = (value: string) =>
		local.sandbox.data.list(resource.name).filter((one) => one[resource.upsertBy!] === value);

	it('creates what is not there and updates what is, item by item', async () => {
		const values = [text('one'), text('two'), text('one')];
		const run = await local.engine.run(
			call(known),
			values.map((value, n) => ({ json: { known: value, n } })),
		);
		expect(run.error).toBeUndefined();
		expect(run.items.map(({ json }) => json['isNew'])).toEqual([true, true, false]);
		expect(run.items[2]!.json['id']).toBe(run.items[0]!.json['id']);
		expect(values.map((value) => like(value).length)).toEqual([1, 1, 1]);
		expect(like(values[0]!)[0]).toMatchObject({ extra: 2 });
	});

	it('updates the one with an ID', async () => {
		const { id } = local.sandbox.data.insert(resource.name, { [resource.upsertBy!]: text('old') });
		const byItsId = { matchBy: 'id', [resource.idField]: byId(String(id)) };
		const parameters = { ...call(text('new')), ...byItsId };
		const run = await local.engine.run(parameters, [{ json: { n: 0 } }]);
		expect(run.error).toBeUndefined();
		expect(run.items[0]!.json).toMatchObject({ id, isNew: false });
		expect(local.sandbox.data.get(resource.name, String(id))).toMatchObject({ extra: 0 });
	});
});
