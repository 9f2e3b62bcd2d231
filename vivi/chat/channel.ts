import { CHANNEL_FIELDS } from '../auth/connection-fields';
import { CHANNEL_BASE_URL, CHANNEL_KEY_HEADER } from '../catalogue/chat';
import { isBelow } from '../address/path';
import { connectionWord, type Labels } from '../error-texts/labels';
import { invalid } from '../input/problems';
import { trimmed } from '../text/trimmed';
import { parseServiceUrl } from '../address/service-url';
import type { Http, HttpRequest } from '../http/port';
import type { StreamHttp } from '../http/stream-port';

/** The values that VIVI shows when an API channel is created, and the address of its API. */
export interface Channel {
	baseUrl: string;
	channelId: string;
	/** The `vivi-api-key`. */
	apiKey: string;
}

/** The name by which a text refers to a value of a channel. */
export function channelLabel(field: keyof Channel, labels: Labels = {}): string {
	return labels[field] ?? CHANNEL_FIELDS[field].label;
}

/**
 * Checks and trims the values that a person typed in. Finds the platform's secrets in place of the
 * key.
 * @param input at least `channelId` and `apiKey`; `baseUrl` may be empty
 * @throws ViviInputError naming the field; nothing was sent then
 */
export function readChannel(
	input: Readonly<Record<string, unknown>>,
	labels: Labels = {},
): Channel {
	const labelOf = (field: keyof Channel) => channelLabel(field, labels);
	const refuse = (field: keyof Channel, what: string, hint: string, code: string) =>
		invalid({ name: field, label: labelOf(field) }, what, hint, code);
	const text = (name: string) => (typeof input[name] === 'string' ? trimmed(input[name]) : '');
	const channel = {
		baseUrl: text('baseUrl') || CHANNEL_BASE_URL,
		channelId: text('channelId'),
		apiKey: text('apiKey'),
	};
	for (const field of ['channelId', 'apiKey'] as const) {
		if (channel[field] !== '') continue;
		throw refuse(
			field,
			'is empty',
			'Copy it from VIVI: it shows the channel ID and the key when an API channel is created.',
			'missing_value',
		);
	}
	// Access tokens are JWTs (docs.vivi.bot › API credentials); a channel's key has another form.
	if (/^(Bearer\s|eyJ[\w-]+\.[\w-]+\.)/i.test(channel.apiKey)) {
		throw refuse(
			'apiKey',
			'holds an access token of the platform API, not the key of a channel',
			`Enter the vivi-api-key that VIVI showed when the API channel was created. Platform keys belong into the VIVI API ${connectionWord(labels)}.`,
			'platform_token_as_channel_key',
		);
	}
	if (/[^\u0021-\u007e]/.test(channel.apiKey)) {
		throw refuse(
			'apiKey',
			'contains a blank or a character that cannot be part of a key',
			'Copy the vivi-api-key again from VIVI, without quotes and line breaks.',
			'invalid_channel_key',
		);
	}
	parseServiceUrl(channel.baseUrl, 'baseUrl', labelOf('baseUrl'));
	return channel;
}

/** Adds the channel's key to calls below its base URL, and to no other calls. */
export function withChannelKey(http: Http, channel: Channel): Http;
export function withChannelKey(http: StreamHttp, channel: Channel): StreamHttp;
export function withChannelKey(http: Http | StreamHttp, channel: Channel): Http | StreamHttp {
	const base = new URL(channel.baseUrl);
	return (async (request: HttpRequest) => {
		const own = isBelow(new URL(request.url), base);
		const key = own ? { [CHANNEL_KEY_HEADER]: channel.apiKey } : {};
		return await http({ ...request, headers: { ...request.headers, ...key } });
	}) as Http | StreamHttp;
}
