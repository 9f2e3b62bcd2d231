import { operationsOf, resources } from '../../vivi/catalogue';
import type { Endpoint, Resource } from '../../vivi/catalogue/types';
import { operationCall, type OperationCall } from './support/operation-call';
import { expectDone } from './support/what-was-done';
import { useEngine } from './support/use-engine';

const local = useEngine();

const all = resources.flatMap((resource) =>
	operationsOf(resource).map(
		(operation) => [resource.label, operation.label, resource, operation] as const,
	),
);

/** A file is read after its record. */
const requestsOf = ({ kind }: Endpoint) => (kind === 'download' ? 2 : 1);

/** Exactly the first request of the second item is declined, so one item at a time. */
function declineSecond(operation: Endpoint) {
	local.sandbox.setFaults([
		{
			target: 'api',
			skip: requestsOf(operation),
			times: 1,
			status: 422,
			body: '{"message":"Not like this"}',
		},
	]);
	return { options: { concurrency: 1 } };
}

/** Few enough records that a list is one request. */
const short = (call: OperationCall) => ({ ...call.parameters, returnAll: false, limit: 1 });

/** Runs it for three items, and checks what comes of it. */
async function works(resource: Resource, operation: Endpoint, more: object = {}) {
	const call = operationCall(local.sandbox, resource, operation, 3);
	const prepared = { ...call, parameters: { ...call.parameters, ...more } };
	const { error, items } = await local.engine.run(prepared.parameters, prepared.items);
	expect(error).toBeUndefined();
	const given = items.map(({ json }) => json);
	expectDone(local.sandbox, resource, operation, prepared, given);
	return items;
}

describe.each(all)('%s: %s', (_resource, _operation, resource, operation) => {
	it('does for three items what it says', async () => {
		const items = await works(resource, operation);
		const pairs = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(pairs).toEqual([...pairs].sort());
		expect(local.sandbox.stats().exchanges).toBeLessThanOrEqual(1);
	});
});

/** The road is the same for each operation of a kind, whatever its resource. */
const oneOfEachKind = [...new Map(all.map((one) => [one[3].kind, one])).values()];

describe.each(oneOfEachKind)('%s: %s', (_resource, _operation, resource, operation) => {
	const call = () => operationCall(local.sandbox, resource, operation, 3);

	if (!['delete', 'action'].includes(operation.kind)) {
		it.each(['_id', 'uuid', 'resource'] as const)(
			'gives the ID as id where VIVI calls it %s',
			async (idKey) => {
				local.sandbox.setListStyle({ idKey });
				for (const simplify of [true, false]) await works(resource, operation, { simplify });
			},
		);
	}

	it('stops at an item that fails, says which and why, and does nothing more', async () => {
		const prepared = call();
		const parameters = { ...short(prepared), ...declineSecond(operation) };
		const { error } = await local.engine.run(parameters, prepared.items);
		expect(error?.message).toContain('[item 1]');
		expect(`${error?.message} ${error?.description}`).toContain('Not like this');
		expect(local.sandbox.stats().apiCalls).toBe(requestsOf(operation) + 1);
	});

	it('goes on after an item that fails, when it is told to', async () => {
		const prepared = call();
		const parameters = { ...short(prepared), ...declineSecond(operation) };
		const { items, error } = await local.engine.run(parameters, prepared.items, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		const failed = items.filter(({ json }) => 'error' in json);
		expect(failed).toEqual([expect.objectContaining({ pairedItem: { item: 1 } })]);
		expect(local.sandbox.stats().apiCalls).toBe(2 * requestsOf(operation) + 1);
	});
});
