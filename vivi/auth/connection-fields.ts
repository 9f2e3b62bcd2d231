import { CHANNEL_BASE_URL } from '../catalogue/chat';
import { descriptionUrl } from '../catalogue/api-operation';
import { API_BASE_URL } from '../catalogue/paths';
import type { InputField } from '../catalogue/types';
import { CREDENTIAL_LABELS, type ViviCredentials } from './credentials';

/** A value a person enters to connect VIVI, as both shells ask for it. */
export interface ConnectionField {
	label: string;
	/** Says where to find the value and what it is for. */
	help: string;
	placeholder?: string;
	default?: string;
	/** Hide the value while it is entered. */
	secret?: boolean;
	/** May stay empty. */
	isOptional?: boolean;
	/** Text over several lines. */
	isLong?: boolean;
	/** Only asked for with one kind of key. */
	keyType?: 'account' | 'workspace';
}

/** Which of VIVI's two kinds of key it is, where a person chooses. Source: docs.vivi.bot › API keys. */
export const KEY_TYPE: InputField = {
	name: 'keyType',
	label: 'Key Type',
	type: 'options',
	help: 'Which kind of key it is. It depends on where in VIVI the key was created.',
	options: [
		{
			value: 'account',
			label: 'Account API Key',
			help: 'From Manage Account → API Credentials; reaches every workspace',
		},
		{
			value: 'workspace',
			label: 'Workspace API Key',
			help: 'From Workspace → Users → API Credentials; bound to one workspace and a role',
		},
	],
	default: 'account',
};

/** A note above the form: nobody can look these values up later, except by making a new key. */
export const KEY_NOTICE =
	'VIVI shows these values once, when the key is created: an Account API key under Manage Account → API Credentials, a Workspace API key under Users → API Credentials of its workspace. Copy each into the field of its name.';

/** The fields of an Account or Workspace API key. Source: docs.vivi.bot › API keys. */
export const KEY_FIELDS: Readonly<
	Record<
		| keyof ViviCredentials
		| 'accountId'
		| 'workspaceId'
		| 'baseUrl'
		| 'apiDescriptionUrl'
		| 'addressMap',
		ConnectionField
	>
> = {
	clientId: {
		label: CREDENTIAL_LABELS.clientId,
		help: "The 'clientId' VIVI shows when the key is created",
		placeholder: 'clientId, as VIVI shows it',
	},
	clientSecret: {
		label: CREDENTIAL_LABELS.clientSecret,
		help: "The 'clientSecret'. VIVI shows it only once; if it is lost, rotate the key. It is sent to the token URL and nowhere else.",
		placeholder: 'clientSecret, as VIVI shows it',
		secret: true,
	},
	audience: {
		label: CREDENTIAL_LABELS.audience,
		help: "The 'audience', exactly as VIVI shows it, with the slash at its end",
		placeholder: 'e.g. https://vivi-cxp-api/',
	},
	tokenUrl: {
		label: CREDENTIAL_LABELS.tokenUrl,
		help: "The 'tokenUrl', exactly as VIVI shows it",
		placeholder: 'tokenUrl, as VIVI shows it',
	},
	accountId: {
		label: 'Account ID',
		help: 'The ID of your VIVI account; it stands in the address of every API call',
		placeholder: 'ID of the account, not of a workspace',
	},
	workspaceId: {
		label: 'Workspace ID',
		help: 'The ID of the workspace the key was created in',
		placeholder: 'ID of the workspace the key belongs to',
		keyType: 'workspace',
	},
	baseUrl: {
		label: 'Base URL',
		help: 'The address of the VIVI API. Change it only if VIVI tells you to.',
		default: API_BASE_URL,
	},
	apiDescriptionUrl: {
		label: descriptionUrl.label,
		help: "The address of VIVI's OpenAPI document as JSON, for 'API Operation'; leave it empty if you have none. The access token goes there only if the address has the host of 'Base URL'.",
		placeholder: descriptionUrl.placeholder,
		isOptional: true,
	},
	addressMap: {
		label: 'Address Map',
		help: "Where VIVI's API differs from what the connector assumes, as JSON: which operation is at which address. `npm run doctor -- --openapi` makes it from VIVI's API description. Leave it empty otherwise.",
		placeholder: 'e.g. { "agent.update": { "method": "PUT" } }',
		isOptional: true,
		isLong: true,
	},
};

/** A note above the form of a channel's key. */
export const CHANNEL_NOTICE =
	'Create an API channel in VIVI, assign it to a published agent, and copy its ID and key. The test sends a request without a message, so the agent does not answer. It proves the address and the key; whether the agent answers is shown by the first message.';

/** The fields of an API channel's key. Source: docs.vivi.bot › Core Concepts › Channels › API. */
export const CHANNEL_FIELDS: Readonly<Record<'channelId' | 'apiKey' | 'baseUrl', ConnectionField>> =
	{
		channelId: {
			label: 'Channel ID',
			help: 'The ID VIVI shows when the API channel is created',
			placeholder: 'ID of the API channel, as VIVI shows it',
		},
		apiKey: {
			label: 'API Key',
			help: "The channel's own key (vivi-api-key). The client secret and the access tokens of a platform key do not work here.",
			placeholder: 'vivi-api-key of this very channel',
			secret: true,
		},
		baseUrl: {
			label: 'Base URL',
			help: "The address of the channel's API, as its own API documentation in VIVI shows it. It is not that of the VIVI API.",
			default: CHANNEL_BASE_URL,
		},
	};

/** Pages of VIVI's documentation that say where to find the values. */
export const GUIDES = {
	key: 'https://docs.vivi.bot/documentation/accounts-billing/authentication/api-credentials',
	channel: 'https://docs.vivi.bot/documentation/core-concepts/channels/api',
} as const;
