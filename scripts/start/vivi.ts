import { startSandbox, type Sandbox } from '../../sandbox/server';
import { realChannel, realVivi, type ViviChannel, type ViviKey } from '../vivi/environment';

/** The VIVI that the examples talk to. */
export interface ChosenVivi {
	/** With the address of an OpenAPI document, if there is one. */
	key: ViviKey & { apiDescriptionUrl?: string };
	/** Absent if somebody uses their own key without a channel. */
	channel: ViviChannel | undefined;
	/** Address of the sandbox's page; absent with the real VIVI. */
	page?: string;
	stop(): Promise<void>;
}

/**
 * The VIVI that the environment names, or else a sandbox.
 * @throws Error that names what is missing when only a part is set
 */
export async function chooseVivi(
	env: Readonly<Record<string, string | undefined>>,
): Promise<ChosenVivi> {
	const real = realVivi(env);
	if (real) return { key: real, channel: realChannel(env), stop: async () => {} };

	const sandbox = await startSandbox();
	// Long enough to see how a node waits for it.
	sandbox.setWorkStyle({ pendingMs: 2_000, workingMs: 8_000 });
	return {
		...valuesOf(sandbox),
		page: `${sandbox.url}/`,
		stop: async () => await sandbox.close(),
	};
}

/** The account's key and the channel of a local VIVI. */
export function valuesOf({
	keys,
	accountId,
	url,
	channel,
}: Sandbox): Required<Pick<ChosenVivi, 'key' | 'channel'>> {
	const { clientId, clientSecret, audience, tokenUrl } = keys.account;
	const { channelId, apiKey } = channel;
	return {
		key: {
			...{ clientId, clientSecret, audience, tokenUrl, accountId, workspaceId: '', baseUrl: url },
			apiDescriptionUrl: `${url}/openapi.json`,
		},
		channel: { channelId, apiKey, baseUrl: url },
	};
}
