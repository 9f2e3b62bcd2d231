import type { Sandbox } from '../../../sandbox/server';
import type { Endpoint, Resource } from '../../../vivi/catalogue/types';
import { scopeOf, type OperationCall } from './operation-call';

/** Looks at the sandbox for what the operation should have done to the records. */
export function expectDone(
	sandbox: Sandbox,
	resource: Resource,
	operation: Endpoint,
	call: OperationCall,
	given: Array<Record<string, unknown>>,
) {
	const scope = scopeOf(call, resource);
	const stored = (id: unknown) => sandbox.data.get(resource.name, String(id), scope);
	const extra = (n: number) => expect.objectContaining({ extra: n }) as unknown;
	switch (operation.kind) {
		case 'list': {
			const expected = operation.output
				? call.ids.flatMap((id) => sandbox.data.held(resource.name, id, scope))
				: [0, 1, 2].flatMap(() => sandbox.data.list(resource.name, scope));
			expect(expected.length).toBeGreaterThan(2);
			expect(given.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
			return;
		}
		case 'get':
		case 'download':
			expect(given.map(({ id }) => id)).toEqual(call.ids);
			return;
		case 'create':
			expect(given.map(({ id }) => stored(id))).toEqual([0, 1, 2].map(extra));
			return;
		case 'update':
			expect(call.ids.map(stored)).toEqual([0, 1, 2].map(extra));
			return;
		case 'delete':
			expect(given).toEqual(Array(3).fill({ deleted: true }));
			expect(call.ids.map(stored)).toEqual(Array(3).fill(undefined));
			return;
		case 'upload':
			expect(given.map(({ id }) => stored(id)?.['name'])).toEqual(
				[0, 1, 2].map((n) => `file-${n}.txt`),
			);
			return;
		case 'action':
			expect(given).toHaveLength(3);
	}
}
