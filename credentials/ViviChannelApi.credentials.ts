import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { writtenOutProperty } from '../nodes/Vivi/description/written-out';
import { ownRequest } from '../nodes/Vivi/shared/own-request';
import { CHANNEL_FIELDS } from '../vivi/auth/connection-fields';
import { redirectedText, REDIRECTS } from '../vivi/auth/own-address';
import { CHANNEL_BASE_URL, chat } from '../vivi/catalogue/chat';

/** The catalogue's address of the channel, as an expression over the credential's values. */
const TEST_URL = `=${chat.operations.stream.path.replace(
	'{channelId}',
	'{{encodeURIComponent(($credentials.channelId || "").trim())}}',
)}`;

export class ViviChannelApi implements ICredentialType {
	name = 'viviChannelApi';

	displayName = 'VIVI Channel API';

	icon = { light: 'file:../icons/vivi.svg', dark: 'file:../icons/vivi.dark.svg' } as const;

	documentationUrl = 'https://docs.vivi.bot/documentation/core-concepts/channels/api';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create an API channel in VIVI, assign it to a published agent, and copy its ID and key. The test sends a request without a message, so the agent does not answer. It proves the address and the key; whether the agent answers is shown by the first message.',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: CHANNEL_FIELDS.channelId.label,
			name: 'channelId',
			type: 'string',
			default: '',
			required: true,
			placeholder: CHANNEL_FIELDS.channelId.placeholder!,
			description: CHANNEL_FIELDS.channelId.help,
		},
		{
			displayName: CHANNEL_FIELDS.apiKey.label,
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: CHANNEL_FIELDS.apiKey.placeholder!,
			description: CHANNEL_FIELDS.apiKey.help,
		},
		{
			displayName: CHANNEL_FIELDS.baseUrl.label,
			name: 'baseUrl',
			type: 'string',
			default: CHANNEL_BASE_URL,
			description: CHANNEL_FIELDS.baseUrl.help,
		},
	];

	constructor() {
		this.properties.push(writtenOutProperty(this.properties));
	}

	/** A function, since nothing else can look where a request goes. */
	authenticate: IAuthenticate = async ({ apiKey, baseUrl }, request) =>
		await Promise.resolve(
			ownRequest(
				request,
				{ 'vivi-api-key': String(apiKey ?? '').trim() },
				{ baseUrl: String(baseUrl ?? '').trim() || CHANNEL_BASE_URL, secret: "channel's key" },
			),
		);

	/**
	 * VIVI documents no call that only reads from a channel. What comes closest is a message without its
	 * required fields (docs.vivi.bot › Core Concepts › Channels › API lists `message` and `threadId` as
	 * required for `stream`): there is nothing in it that an agent could answer, and the refusal of an
	 * accepted key (400 or 422) differs from that of a wrong one. So those two count as passed.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: `={{($credentials.baseUrl || "${CHANNEL_BASE_URL}").trim().replace(/\\/+$/, "")}}`,
			url: TEST_URL,
			headers: { 'content-type': 'application/json' },
			body: '{}',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [...REDIRECTS, 401, 403, 404, 405, 407, 408, 409, 429, 500, 501, 502, 503, 504],
			},
			timeout: 30_000,
		},
		rules: [
			...REDIRECTS.map((value) => ({
				type: 'responseCode' as const,
				properties: { value, message: redirectedText("channel's key") },
			})),
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						"VIVI did not accept the key. 'API Key' must be the vivi-api-key of this very channel, not a platform key.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						"VIVI did not accept the key for this channel. Check that 'API Key' and 'Channel ID' belong together.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: "No such channel was found. Check 'Channel ID' and 'Base URL'.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 409,
					message:
						'The channel cannot answer yet. Assign it to an agent in VIVI and publish the agent.',
				},
			},
		],
	};
}
