import { exchangeToken } from '../../../vivi/auth/exchange-token';
import { chat } from '../../../vivi/catalogue/chat';
import { channelError } from '../../../vivi/chat/channel-error';
import type { ViviError } from '../../../vivi/errors';
import { toApiError } from '../../../vivi/error-texts/api-error';
import type { HttpResponse } from '../../../vivi/http/port';
import { rejection } from '../../support/thrown';

const page = (status: number): HttpResponse => ({
	status,
	headers: { 'content-type': 'text/html' },
	body: '<!doctype html><title>Sign in to the guest network</title>',
});
const operation = {
	...{ label: 'Get', resourceLabel: 'Agent' },
	...{ source: 'documented' as const, method: 'GET' as const },
};

/** What each of the three services in whose place a page may stand makes of an answer. */
const readers: Array<[string, (answer: HttpResponse) => ViviError | Promise<ViviError>]> = [
	['the API', (answer) => toApiError(answer, { operation })],
	[
		'a channel',
		(answer) =>
			channelError(answer, {
				...{ operation: chat.operations.send, baseUrl: 'https://channels.example.com' },
				...{ timeoutMs: 1000, now: 0, threadId: 't' },
			}),
	],
	[
		'the token URL',
		async (answer) =>
			await rejection(
				exchangeToken(
					{
						...{ clientId: 'id', clientSecret: 's', audience: 'a' },
						tokenUrl: 'https://login.example.com/oauth/token',
					},
					{
						http: async () => await Promise.resolve(answer),
						...{ now: () => 0, sleep: async () => {}, random: () => 0.5 },
					},
				),
			),
	],
];

describe.each(readers)('in the place of %s', (name, read) => {
	it.each([200, 401, 403, 408])(
		'a web page with status %i is not what VIVI says',
		async (status) => {
			const { message, hint, transient } = await read(page(status));
			expect(message).toMatch(/^A web page answered .* instead of VIVI/);
			expect(message).toContain('perhaps of a firewall or a sign-in portal');
			expect(`${message} ${hint}`).not.toMatch(/rotate|deactivated|permission|Client Secret/);
			// A message is not to be sent by itself a second time.
			expect(transient).toBe(name !== 'a channel');
		},
	);

	it('a proxy that asks for a sign-in says so', async () => {
		const { message, hint } = await read({ status: 407, headers: {}, body: '' });
		expect(message).toContain('A proxy on the way to VIVI asked for a sign-in of its own');
		expect(hint).toContain('The key is not to blame.');
	});

	it('JSON that is called a web page is what VIVI says', async () => {
		const answer = { ...page(403), body: '{"error":"access_denied"}' };
		expect((await read(answer)).message).not.toContain('web page');
	});
});

it.each([
	[301, false],
	[302, true],
	[303, true],
	[307, true],
	[308, false],
])('a redirect %i at the token URL may pass by itself: %s', async (status, transient) => {
	const [, read] = readers[2]!;
	const error = await read({ status, headers: { location: 'https://portal.example' }, body: '' });
	expect(error).toMatchObject({ code: 'token_redirected', transient });
	expect(error.hint.includes('sign-in portal')).toBe(transient);
});
