import { exchangeUnanswered } from '../../../vivi/auth/exchange-unanswered';
import { checkOwnAddress } from '../../../vivi/auth/own-address';
import { chat } from '../../../vivi/catalogue/chat';
import { readChannel } from '../../../vivi/chat/channel';
import { channelError } from '../../../vivi/chat/channel-error';
import { toApiError } from '../../../vivi/error-texts/api-error';
import type { Labels } from '../../../vivi/error-texts/labels';
import type { ViviError } from '../../../vivi/errors';
import { NetworkFailure } from '../../../vivi/http/port';
import { thrown } from '../../support/thrown';

const blocked = new NetworkFailure('blocked');
const channel = { operation: chat.operations.send, baseUrl: 'https://channels.example.com' };

/** Every error that speaks of what holds the key. */
const errors: Array<[string, (labels?: Labels) => ViviError]> = [
	['a blocked call', (labels) => toApiError(blocked, { ...(labels && { labels }) })],
	['a blocked exchange', (labels) => exchangeUnanswered(blocked, labels)],
	[
		'a blocked message',
		(labels) =>
			channelError(blocked, { ...channel, timeoutMs: 1, now: 0, ...(labels && { labels }) }),
	],
	[
		"a channel's key that is refused",
		(labels) =>
			channelError(
				{ status: 401, headers: {}, body: '' },
				{ ...channel, timeoutMs: 1, now: 0, ...(labels && { labels }) },
			),
	],
	[
		"a platform's key in the place of a channel's",
		(labels) => thrown(() => readChannel({ channelId: 'c', apiKey: 'Bearer x' }, labels)),
	],
	[
		'a foreign address',
		(labels) =>
			thrown(() =>
				checkOwnAddress(['https://a.example'], 'https://b.example', 'access token', labels),
			),
	],
];

describe.each(errors)('%s', (_, errorWith) => {
	const textWith = (labels?: Labels) => {
		const { message, hint } = errorWith(labels);
		return `${message} ${hint}`;
	};
	it("speaks of the connection by the shell's word for it", () => {
		expect(textWith({ connection: 'credential' })).toMatch(/\bcredential\b/);
	});
	it('knows no platform by itself', () => {
		expect(textWith()).toMatch(/\bconnection\b/);
		expect(textWith()).not.toMatch(/credential|n8n|zapier/i);
	});
});
