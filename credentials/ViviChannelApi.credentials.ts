import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import {
	credentialProperties,
	noticeProperty,
	testAddress,
	testRules,
	withWrittenOut,
} from '../nodes/Vivi/description/credential';
import { ownRequest } from '../nodes/Vivi/shared/own-request';
import { CHANNEL_REFUSALS } from '../vivi/auth/check-texts';
import { CHANNEL_FIELDS, CHANNEL_NOTICE } from '../vivi/auth/connection-fields';
import { REDIRECTS } from '../vivi/auth/own-address';
import { CHANNEL_BASE_URL, CHANNEL_KEY_HEADER, chat } from '../vivi/catalogue/chat';

export class ViviChannelApi implements ICredentialType {
	name = 'viviChannelApi';

	displayName = 'VIVI Channel API';

	icon = { light: 'file:../icons/vivi.svg', dark: 'file:../icons/vivi.dark.svg' } as const;

	documentationUrl = 'https://docs.vivi.bot/documentation/core-concepts/channels/api';

	properties: INodeProperties[] = withWrittenOut([
		noticeProperty(CHANNEL_NOTICE),
		...credentialProperties(CHANNEL_FIELDS),
	]);

	/** A function, since only a function can check the address of a request. */
	authenticate: IAuthenticate = async ({ apiKey, baseUrl }, request) =>
		await Promise.resolve(
			ownRequest(
				request,
				{ [CHANNEL_KEY_HEADER]: String(apiKey ?? '').trim() },
				{ baseUrl: String(baseUrl ?? '').trim() || CHANNEL_BASE_URL, secret: "channel's key" },
			),
		);

	/**
	 * VIVI documents no call that only reads from a channel. A message without its required fields
	 * comes closest (docs.vivi.bot › Core Concepts › Channels › API lists `message` and `threadId` as
	 * required for `stream`): the agent has nothing to answer, and the refusal of an accepted key (400
	 * or 422) differs from that of a wrong one. So those two count as passed.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			...testAddress(CHANNEL_BASE_URL, chat.operations.stream.path),
			headers: { 'content-type': 'application/json' },
			body: '{}',
			ignoreHttpStatusErrors: {
				ignore: true,
				except: [...REDIRECTS, 401, 403, 404, 405, 407, 408, 409, 429, 500, 501, 502, 503, 504],
			},
		},
		rules: testRules("channel's key", CHANNEL_REFUSALS),
	};
}
