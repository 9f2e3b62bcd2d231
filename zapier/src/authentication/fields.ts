import type { AuthField } from 'zapier-platform-core';

import { CREDENTIAL_LABELS } from '../../../vivi/auth/credentials';
import { CHANNEL_BASE_URL } from '../../../vivi/catalogue/channel-api';
import { API_BASE_URL } from '../../../vivi/catalogue/paths';

const KEY_GUIDE =
	'https://docs.vivi.bot/documentation/accounts-billing/authentication/api-credentials';
const CHANNEL_GUIDE = 'https://docs.vivi.bot/documentation/core-concepts/channels/api';
const API_ONLY = 'Leave it empty if you only want to send messages to an agent.';
const MESSAGES_ONLY =
	"Needed for messages to an agent only; it comes with the agent's API channel.";

/**
 * Everything a connection may hold. Zapier knows one kind of authentication per app, and an agent's API
 * channel has a key of its own. So a connection takes the values of either kind, or of both:
 *
 * - A second app for channels would have to be registered, reviewed and found by people apart from this
 *   one, for a single action.
 * - Fields of the step would keep the key in the Zap, readable for everybody who may see it, and
 *   uncensored in its logs; Zapier's integration check D001 forbids it.
 * - As fields of the connection both keys are stored encrypted and censored in every log, people who
 *   only talk to an agent need no other key, and each step of a Zap may use another connection.
 *
 * That is why no field can be required; what is missing is named when the connection is made.
 */
export const authFields: AuthField[] = [
	{
		key: 'client_id',
		label: CREDENTIAL_LABELS.clientId,
		type: 'string',
		required: false,
		helpText: `VIVI shows the first four values when an API key is created; see [API credentials](${KEY_GUIDE}). ${API_ONLY}`,
	},
	{
		key: 'client_secret',
		label: CREDENTIAL_LABELS.clientSecret,
		type: 'password',
		required: false,
		helpText: `VIVI shows it only once; if it is lost, [rotate the key](${KEY_GUIDE}). It is sent to the token URL and nowhere else.`,
	},
	{
		key: 'audience',
		label: CREDENTIAL_LABELS.audience,
		type: 'string',
		required: false,
		helpText: 'Exactly as VIVI shows it, with the slash at its end.',
	},
	{
		key: 'token_url',
		label: CREDENTIAL_LABELS.tokenUrl,
		type: 'string',
		required: false,
		helpText: 'Exactly as VIVI shows it.',
	},
	{
		key: 'account_id',
		label: 'Account ID',
		type: 'string',
		required: false,
		helpText: 'The ID of your VIVI account; it stands in the address of every call of the API.',
	},
	{
		key: 'workspace_id',
		label: 'Workspace ID',
		type: 'string',
		required: false,
		helpText:
			'For a Workspace API key: the workspace the key was created in. Leave it empty for an Account API key.',
	},
	{
		key: 'base_url',
		label: 'Base URL',
		type: 'string',
		required: false,
		default: API_BASE_URL,
		helpText: 'The address of the VIVI API. Change it only if VIVI tells you to.',
	},
	{
		key: 'channel_id',
		label: 'Channel ID',
		type: 'string',
		required: false,
		helpText: `${MESSAGES_ONLY} See [API channels](${CHANNEL_GUIDE}).`,
	},
	{
		key: 'channel_api_key',
		label: 'Channel API Key',
		type: 'password',
		required: false,
		helpText: `The \`vivi-api-key\` of [that channel](${CHANNEL_GUIDE}). The client secret and access tokens do not work here.`,
	},
	{
		key: 'channel_base_url',
		label: 'Channel Base URL',
		type: 'string',
		required: false,
		default: CHANNEL_BASE_URL,
		helpText:
			"The address of the channel, as the channel's own API documentation in VIVI shows it.",
	},
];
