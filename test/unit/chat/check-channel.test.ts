import { checkChannel } from '../../../vivi/chat/check-channel';
import { NetworkFailure, type HttpRequest } from '../../../vivi/http/port';

const channel = { baseUrl: 'https://channels.example.com/v1', channelId: 'chn 1' };

async function check(outcome: number | NetworkFailure): Promise<HttpRequest> {
	const requests: HttpRequest[] = [];
	await checkChannel(channel, {
		http: async (request) => {
			requests.push(request);
			if (outcome instanceof NetworkFailure) throw outcome;
			return { status: outcome, headers: {}, body: '' };
		},
		now: () => 0,
		timeoutMs: 1000,
	});
	expect(requests).toHaveLength(1);
	return requests[0]!;
}

test.each([400, 422])('a channel that misses the message (%i) takes the key', async (status) => {
	expect(await check(status)).toMatchObject({
		method: 'POST',
		url: 'https://channels.example.com/v1/channelsApi/chn%201/stream',
		// Nothing that an agent could answer.
		body: '{}',
	});
});

test.each([
	[401, 'channel_key_refused'],
	[403, 'channel_forbidden'],
	[404, 'channel_not_found'],
	[409, 'channel_not_ready'],
	[429, 'rate_limited'],
	[503, 'service_unavailable'],
	[302, 'redirected'],
])('%i fails as %s', async (status, code) => {
	await expect(check(status)).rejects.toMatchObject({ code, status });
});

it('fails when no answer comes', async () => {
	await expect(check(new NetworkFailure('refused'))).rejects.toMatchObject({
		code: 'network_refused',
	});
});
