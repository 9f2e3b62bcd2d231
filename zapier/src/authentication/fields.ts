import type { AuthField } from 'zapier-platform-core';

import {
	CHANNEL_FIELDS,
	GUIDES,
	KEY_FIELDS,
	type ConnectionField,
} from '../../../vivi/auth/connection-fields';
import { sentence } from '../fields/wording';
import { CHANNEL_LABELS } from './connection';

/**
 * All values of a connection. Zapier knows one kind of authentication per app, and an agent's API
 * channel has its own key. So a connection takes the values of one kind, or of both:
 *
 * - A second app for channels would have to be registered, reviewed and found beside this one, for a
 * single action.
 * - As fields of the step the key would lie in the Zap, readable for everybody who may see it, and
 * uncensored in its logs; Zapier's integration check D001 forbids it.
 * - As fields of the connection both keys are stored encrypted and censored in every log, people who
 * only talk to an agent need no other key, and each step of a Zap may use another connection.
 *
 * So no field can be required; missing values are named when the connection is made.
 */
export const authFields: AuthField[] = [
	authField('client_id', KEY_FIELDS.clientId, {
		more: `Leave the fields of the key empty if you only send messages to an agent. See [API credentials](${GUIDES.key}).`,
	}),
	authField('client_secret', KEY_FIELDS.clientSecret, {
		type: 'password',
		more: `See [API credentials](${GUIDES.key}).`,
	}),
	authField('audience', KEY_FIELDS.audience),
	authField('token_url', KEY_FIELDS.tokenUrl),
	authField('account_id', KEY_FIELDS.accountId),
	authField('workspace_id', KEY_FIELDS.workspaceId, {
		more: 'For a Workspace API key only; leave it empty for an Account API key.',
	}),
	authField('base_url', KEY_FIELDS.baseUrl),
	authField('api_description_url', KEY_FIELDS.apiDescriptionUrl),
	authField('address_map', KEY_FIELDS.addressMap, { type: 'text' }),
	authField('channel_id', CHANNEL_FIELDS.channelId, {
		more: `Needed for messages to an agent only. See [API channels](${GUIDES.channel}).`,
	}),
	authField('channel_api_key', CHANNEL_FIELDS.apiKey, {
		label: CHANNEL_LABELS.apiKey,
		type: 'password',
		more: `See [API channels](${GUIDES.channel}).`,
	}),
	authField('channel_base_url', CHANNEL_FIELDS.baseUrl, { label: CHANNEL_LABELS.baseUrl }),
];

/** @param options.more further text for Zapier */
function authField(
	key: string,
	{ label, help, placeholder, default: preset }: ConnectionField,
	{ more, ...own }: Pick<AuthField, 'type' | 'label'> & { more?: string } = {},
): AuthField {
	return {
		key,
		label,
		type: 'string',
		required: false,
		helpText: [sentence(help), more].filter(Boolean).join(' '),
		...(placeholder !== undefined && { placeholder }),
		...(preset !== undefined && { default: preset }),
		...own,
	};
}
