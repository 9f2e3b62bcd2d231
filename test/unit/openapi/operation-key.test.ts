import { fieldId, readFieldId } from '../../../vivi/openapi/field-id';
import { operationKey, readOperationKey } from '../../../vivi/openapi/operation-key';

test.each([
	['POST /agents/{agentId}', { method: 'POST', path: '/agents/{agentId}' }],
	[' get\t/agents ', { method: 'GET', path: '/agents' }],
	['GET /a\u2028b', { method: 'GET', path: '/a\u2028b' }],
])('%j is read', (text, expected) => {
	expect(readOperationKey(text)).toEqual(expected);
	expect(readOperationKey(operationKey(readOperationKey(text)))).toEqual(expected);
});

test.each([
	[''],
	[undefined],
	[7],
	['/agents'],
	['GET agents'],
	['TRACE /agents'],
	['createAgent'],
])('%j is refused with an example and the methods', (given) => {
	expect(() => readOperationKey(given)).toThrow(
		expect.objectContaining({
			field: 'apiOperation',
			message: expect.stringContaining("'API Operation'") as string,
			hint: expect.stringMatching(/POST \/agents\/\{agentId\}.*PATCH/) as string,
		}),
	);
});

test.each([
	['path.agentId', { place: 'path', name: 'agentId' }],
	['query.filter[a.b]', { place: 'query', name: 'filter[a.b]' }],
	['body', { place: 'body', name: '' }],
	['file', { place: 'file', name: '' }],
	['file.photo', { place: 'file', name: 'photo' }],
] as const)('the ID %s says place and name', (id, expected) => {
	expect(readFieldId(id)).toEqual(expected);
	expect(fieldId(expected.place, expected.name)).toBe(id);
});

test.each([['path'], ['path.'], ['text.x'], ['cookie.a'], [''], ['toString']])(
	'the ID %j says nothing',
	(id) => {
		expect(readFieldId(id)).toBeUndefined();
	},
);
