import { CHANNEL_BASE_URL } from '../../vivi/catalogue/chat';
import { API_BASE_URL } from '../../vivi/catalogue/paths';

/** A VIVI key with the places it belongs to; names as in the n8n credential. */
export interface ViviKey {
	clientId: string;
	clientSecret: string;
	audience: string;
	tokenUrl: string;
	accountId: string;
	/** Empty for an account key. */
	workspaceId: string;
	baseUrl: string;
}

/** An API channel, for talking to its agent; names as in the n8n credential. */
export interface ViviChannel {
	channelId: string;
	apiKey: string;
	baseUrl: string;
}

const REQUIRED = {
	clientId: 'VIVI_CLIENT_ID',
	clientSecret: 'VIVI_CLIENT_SECRET',
	audience: 'VIVI_AUDIENCE',
	tokenUrl: 'VIVI_TOKEN_URL',
	accountId: 'VIVI_ACCOUNT_ID',
} as const;

const CHANNEL = ['VIVI_CHANNEL_ID', 'VIVI_CHANNEL_KEY'] as const;

const OPTIONAL = ['VIVI_WORKSPACE_ID', 'VIVI_BASE_URL', ...CHANNEL] as const;

/** The variables of a key that are not set, by name. */
export function missingVariables(env: Readonly<Record<string, string | undefined>>): string[] {
	return Object.values(REQUIRED).filter((name) => !env[name]?.trim());
}

/**
 * Reads somebody's own key from the environment.
 * @returns undefined when none of it is set
 * @throws Error that names what is missing when only a part is set
 */
export function realVivi(env: Readonly<Record<string, string | undefined>>): ViviKey | undefined {
	const names = Object.values(REQUIRED);
	const isSet = (name: string) => Boolean(env[name]?.trim());
	const missing = missingVariables(env);
	// Somebody who names only a workspace means the real VIVI too.
	if (![...names, ...OPTIONAL].some(isSet)) return undefined;
	if (missing.length > 0) {
		throw new Error(
			`To use your own VIVI key, ${missing.join(', ')} must be set as well. Unset all VIVI_* to use the sandbox.`,
		);
	}
	const key = Object.fromEntries(
		Object.entries(REQUIRED).map(([field, name]) => [field, env[name]!.trim()]),
	) as Record<keyof typeof REQUIRED, string>;
	return {
		...key,
		workspaceId: env['VIVI_WORKSPACE_ID']?.trim() ?? '',
		baseUrl: env['VIVI_BASE_URL']?.trim() || API_BASE_URL,
	};
}

/**
 * Reads somebody's own API channel from the environment; it is used beside a key of {@link realVivi}.
 * @returns undefined when none of it is set
 * @throws Error that names what is missing when only a part is set
 */
export function realChannel(
	env: Readonly<Record<string, string | undefined>>,
): ViviChannel | undefined {
	const [channelId, apiKey] = CHANNEL.map((name) => env[name]?.trim() ?? '') as [string, string];
	if (channelId === '' && apiKey === '') return undefined;
	const missing = CHANNEL.filter((name) => !env[name]?.trim());
	if (missing.length > 0) {
		throw new Error(`To use your own API channel, ${missing.join(', ')} must be set as well.`);
	}
	return { channelId, apiKey, baseUrl: env['VIVI_CHANNEL_BASE_URL']?.trim() || CHANNEL_BASE_URL };
}
