import { belowBase, serverPath } from '../../../vivi/openapi/servers';

test.each([
	['/v1/agents', 'https://api.vivi.example', '/v1/agents'],
	['/v1/agents', 'https://api.vivi.example/v1', '/agents'],
	['/v1/agents', 'https://api.vivi.example/v1/', '/agents'],
	['/v1/agents', 'https://proxy.example/vivi/v1', '/agents'],
	['/v1/agents', 'https://proxy.example/vivi', '/v1/agents'],
	['/v10/agents', 'https://api.vivi.example/v1', '/v10/agents'],
	['/api/v2/agents/', 'https://api.vivi.example/api/v2', '/agents/'],
	['/v1', 'https://api.vivi.example/v1', '/'],
])('%s behind %s is %s', (path, baseUrl, expected) => {
	expect(belowBase(baseUrl)(path)).toBe(expected);
});

const DOCUMENT = new URL('https://docs.example/api/v1/openapi.json?x=/y/');

test.each([
	// The host does not count, however it is written.
	['https://other.example/api/v2/', '/api/v2', '/api/v2'],
	['//other.example', '', ''],
	['https://other.example?x=/v9', '', ''],
	['other.example/v1', '/v1', '/v1'],
	['localhost:8080/v1', '/v1', '/v1'],
	['{scheme}://{host}/v1', '/v1', '/v1'],
	['{baseUrl}/v1', '/v1', '/v1'],
	['/v1', '/v1', '/v1'],
	['/v1/../v2/./', '/v2', '/v2'],
	['', '', ''],
	['/', '', ''],
	// A relative address starts at the document.
	['../v2', '/v2', '/api/v2'],
	['../../../v2', '/v2', '/v2'],
	['./', '', '/api/v1'],
	['v2', '/v2', '/api/v1/v2'],
	['v1.1/x', '/v1.1/x', '/api/v1/v1.1/x'],
	['{version}/x', '/x', '/x'],
	['./{version}', '/{version}', '/api/v1/{version}'],
])(
	"a server '%s' puts '%s' before the paths, or '%s' where the document is known",
	(url, alone, known) => {
		const root = { servers: [{ url }] };
		expect(serverPath(root, undefined, root)).toBe(alone);
		expect(serverPath(root, DOCUMENT, root)).toBe(known);
	},
);

test('a variable without a default takes the first of its choices', () => {
	const root = { servers: [{ url: '/{v}', variables: { v: { enum: ['v2', 'v3'] } } }] };
	expect(serverPath(root, undefined, root)).toBe('/v2');
});
