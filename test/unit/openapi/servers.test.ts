import { belowBase } from '../../../vivi/openapi/servers';

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
	expect(belowBase(path, baseUrl)).toBe(expected);
});
