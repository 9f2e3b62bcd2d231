import { KEY_FIELDS, KEY_TYPE } from './connection-fields';

/** What a refusal means to somebody who tests the key of a connection, by status. */
export const KEY_REFUSALS: Readonly<Record<number, string>> = {
	401: 'VIVI issued a token and then refused it. Was the key deactivated? Create a new one on the API Credentials tab.',
	403: "The key works, but not for this account. Compare 'Account ID' and 'Key Type' with VIVI.",
	404: "No such account was found. Check 'Account ID' and 'Base URL'.",
};

/** The same for the key of an API channel. */
export const CHANNEL_REFUSALS: Readonly<Record<number, string>> = {
	401: "VIVI did not accept the key. 'API Key' must be the vivi-api-key of this very channel, not a platform key.",
	403: "VIVI did not accept the key for this channel. Check that 'API Key' and 'Channel ID' belong together.",
	404: "No such channel was found. Check 'Channel ID' and 'Base URL'.",
	409: 'The channel cannot answer yet. Assign it to an agent in VIVI and publish the agent.',
};

/** The names of the two kinds of key. */
export const KEY_NAMES = { account: nameOf('account'), workspace: nameOf('workspace') } as const;

/** A key was refused as one of the account, and no workspace is given. */
export const OTHER_KIND_HINT = `If it is a Workspace API key, fill in '${KEY_FIELDS.workspaceId.label}' as well.`;

function nameOf(kind: string): string {
	return KEY_TYPE.options!.find(({ value }) => value === kind)!.label;
}
