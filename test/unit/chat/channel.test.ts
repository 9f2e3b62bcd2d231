import { CHANNEL_BASE_URL } from '../../../vivi/catalogue/chat';
import { readChannel, withChannelKey } from '../../../vivi/chat/channel';
import type { HttpRequest } from '../../../vivi/http/port';
import { thrown } from '../../support/thrown';

it('trims, and knows the address that VIVI shows', () => {
	expect(readChannel({ channelId: ' chn_1 ', apiKey: 'k3y\n', baseUrl: '' })).toEqual({
		channelId: 'chn_1',
		apiKey: 'k3y',
		baseUrl: CHANNEL_BASE_URL,
	});
});

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln';
it.each([
	[{ channelId: '', apiKey: 'k' }, 'missing_value', 'channelId'],
	[{ channelId: 'c' }, 'missing_value', 'apiKey'],
	[{ channelId: 'c', apiKey: jwt }, 'platform_token_as_channel_key', 'apiKey'],
	[{ channelId: 'c', apiKey: `Bearer ${jwt}` }, 'platform_token_as_channel_key', 'apiKey'],
	[{ channelId: 'c', apiKey: 'a b' }, 'invalid_channel_key', 'apiKey'],
	[{ channelId: 'c', apiKey: 'k', baseUrl: 'http://example.com' }, 'invalid_url', 'baseUrl'],
])('refuses %j', (input, code, field) => {
	const error = thrown(() => readChannel(input));
	expect(error).toMatchObject({ code, field });
	expect(JSON.stringify(error)).not.toContain('eyJ');
});

it('gives the key to its own host only', async () => {
	const seen: HttpRequest[] = [];
	const http = withChannelKey(
		async (request: HttpRequest) => {
			seen.push(request);
			return { status: 200, headers: {}, body: '' };
		},
		{ baseUrl: 'https://channels.example/base', channelId: 'c', apiKey: 'k3y' },
	);
	for (const url of [
		'https://channels.example/base/channelsApi/c/invoke',
		'https://channels.example/other',
		'https://channels.example.evil.test/base/x',
		'http://channels.example/base/x',
	]) {
		await http({ method: 'POST', url, headers: { accept: 'x' }, timeoutMs: 1 });
	}
	expect(seen.map(({ headers }) => headers)).toEqual([
		{ accept: 'x', 'vivi-api-key': 'k3y' },
		{ accept: 'x' },
		{ accept: 'x' },
		{ accept: 'x' },
	]);
});
