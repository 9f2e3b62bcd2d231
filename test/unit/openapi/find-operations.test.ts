import type { DescribedOperation } from '../../../vivi/openapi/described';
import { findOperation, findOperations } from '../../../vivi/openapi/find-operations';

const operation = (path: string, more: Partial<DescribedOperation> = {}): DescribedOperation => ({
	method: 'GET',
	path,
	summary: '',
	tags: [],
	id: '',
	answers: 'record',
	fieldsText: '[]',
	...more,
});

const description = {
	operations: [
		operation('/agents', { summary: 'List agents', tags: ['Agents'] }),
		operation('/agents', { method: 'POST', summary: 'Create an agent', id: 'createAgent' }),
		operation('/agents/{agentId}', { method: 'DELETE', summary: 'Löschen' }),
		operation('/Ärzte'),
	],
};

test.each([
	['', 4],
	['agents', 3],
	['AGENT post', 1],
	['agents  list', 1],
	['createagent', 1],
	['ärzte', 1],
	['agents nothing', 0],
])('all words must occur: %j', (search, count) => {
	expect(findOperations(description, { search }).operations).toHaveLength(count);
});

test('a long list comes page by page, each operation once', () => {
	const operations = Array.from({ length: 250 }, (_, at) => operation(`/a/${at}`));
	const paths: string[] = [];
	let after: string | undefined;
	do {
		const found = findOperations({ operations }, { search: '/a/', after });
		paths.push(...found.operations.map(({ path }) => path));
		after = found.next;
	} while (after !== undefined);
	expect(paths).toEqual(operations.map(({ path }) => path));
});

test('an operation is found by method and path, however its parameters are called', () => {
	const found = (method: 'DELETE' | 'GET', path: string) =>
		findOperation(description, { method, path });
	expect(found('DELETE', '/agents/{agentId}')?.summary).toBe('Löschen');
	expect(found('DELETE', '/agents/{id}')?.summary).toBe('Löschen');
	expect(found('GET', '/agents/{agentId}')).toBeUndefined();
});
