import type { AuthField } from 'zapier-platform-core';

import {
	CHANNEL_FIELDS,
	GUIDES,
	KEY_FIELDS,
	type ConnectionField,
} from '../../../vivi/auth/connection-fields';
import { toKey } from '../fields/key';
import { sentence } from '../fields/wording';
import { CHANNEL_LABELS } from './connection';

/** Further texts for Zapier. */
const MORE: Readonly<Record<string, string>> = {
	client_id: `Leave the fields of the key empty if you only send messages to an agent. See [API credentials](${GUIDES.key}).`,
	client_secret: `See [API credentials](${GUIDES.key}).`,
	workspace_id: 'For a Workspace API key only; leave it empty for an Account API key.',
	channel_id: `Needed for messages to an agent only. See [API channels](${GUIDES.channel}).`,
	channel_api_key: `See [API channels](${GUIDES.channel}).`,
};

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
export const authFields: AuthField[] = Object.entries<ConnectionField>({
	...KEY_FIELDS,
	channelId: CHANNEL_FIELDS.channelId,
	channelApiKey: { ...CHANNEL_FIELDS.apiKey, label: CHANNEL_LABELS.apiKey },
	channelBaseUrl: { ...CHANNEL_FIELDS.baseUrl, label: CHANNEL_LABELS.baseUrl },
}).map(([name, field]) => authField(toKey(name), field));

function authField(
	key: string,
	{ label, help, placeholder, default: preset, secret, isLong }: ConnectionField,
): AuthField {
	return {
		key,
		label,
		type: secret ? 'password' : isLong ? 'text' : 'string',
		required: false,
		helpText: [sentence(help), MORE[key]].filter(Boolean).join(' '),
		...(placeholder !== undefined && { placeholder }),
		...(preset !== undefined && { default: preset }),
	};
}
