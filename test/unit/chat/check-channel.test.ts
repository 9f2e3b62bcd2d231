import type { Labels } from '../../../vivi/error-texts/labels';
import { checkChannel } from '../../../vivi/chat/check-channel';
import { NetworkFailure, type HttpRequest, type HttpResponse } from '../../../vivi/http/port';
import { rejection } from '../../support/thrown';

const channel = { baseUrl: 'https://channels.example.com/v1', channelId: 'chn 1' };

async function check(
	outcome: number | NetworkFailure | HttpResponse,
	labels?: Labels,
): Promise<HttpRequest> {
	const requests: HttpRequest[] = [];
	await checkChannel(channel, {
		http: async (request) => {
			requests.push(request);
			if (outcome instanceof NetworkFailure) throw outcome;
			return typeof outcome === 'number' ? { status: outcome, headers: {}, body: '' } : outcome;
		},
		now: () => 0,
		timeoutMs: 1000,
		...(labels && { labels }),
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

it('takes no web page of a sign-in portal for the channel', async () => {
	const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in' };
	await expect(check(page)).rejects.toMatchObject({ field: 'baseUrl' });
});

test.each([429, 500, 503, new NetworkFailure('timeout')])(
	'%s says that no message was sent, and nothing of threads',
	async (outcome) => {
		const { message, hint } = await rejection(check(outcome));
		expect(hint).toContain('No message was sent.');
		expect(`${message} ${hint}`).not.toMatch(/thread|still be processing/);
	},
);

it('fails when no answer comes', async () => {
	await expect(check(new NetworkFailure('refused'))).rejects.toMatchObject({
		code: 'network_refused',
	});
});

test.each([
	...[301, 401, 404],
	...(['dns', 'refused', 'tls', 'private', 'oversized'] as const).map(
		(kind) => new NetworkFailure(kind),
	),
])('%s names the values as the person knows them', async (outcome) => {
	const labels = { baseUrl: 'Channel Base URL', apiKey: 'Channel API Key' };

	const { message, hint } = await rejection(check(outcome, labels));
	expect(`${message} ${hint}`).toMatch(/'Channel (Base URL|API Key)'/);
	expect(`${message} ${hint}`).not.toMatch(/'(Base URL|API Key)'/);
});
