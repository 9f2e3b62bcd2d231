import { KEY_NAMES, OTHER_KIND_HINT } from '../../../vivi/auth/check-texts';
import { catalogue } from '../../../vivi/catalogue';
import { titleLine } from '../../../vivi/client/record-title';
import { withChannelKey } from '../../../vivi/chat/channel';
import { checkChannel } from '../../../vivi/chat/check-channel';
import type { Client } from '../../../vivi/client/client';
import { ViviApiError } from '../../../vivi/errors';
import { withoutEcho } from '../../../vivi/http/without-echo';
import { STEP_MS } from '../http/deadline';
import { step, tools, type Step } from '../step';
import { CHANNEL_LABELS, channelOf, hasChannelKey, hasPlatformKey } from './connection';

/** What a connection is known by; see `connectionLabel`. */
interface Tested {
	name: string;
	keyType: string;
}

/** Tries every key of a connection, each by a call that changes nothing. */
export const testConnection = step('connect', async (at): Promise<Tested> => {
	const { authData } = at.bundle;
	const platform = hasPlatformKey(authData) ? await testPlatform(at) : undefined;
	const channel = hasChannelKey(authData) ? await testChannel(at) : undefined;
	if (!platform) return channel!;
	return channel ? { ...platform, keyType: `${platform.keyType} + ${channel.keyType}` } : platform;
});

/** The name stands for the account, or for the workspace the key belongs to. */
export const connectionLabel = '{{name}} ({{keyType}})';

async function testPlatform(at: Step): Promise<Tested> {
	const { keyType, accountId, workspaceId } = at.platform();
	const client = at.client();
	if (keyType === 'workspace') {
		return { name: await workspaceName(client, workspaceId!), keyType: KEY_NAMES.workspace };
	}
	const { workspace } = catalogue;
	// The one call that VIVI documents.
	await client
		.page(workspace, workspace.operations.getAll, { ids: {}, query: { limit: 1 } })
		.catch((error: unknown) => {
			throw perhapsOfTheOtherKind(error);
		});
	return { name: `Account ${accountId}`, keyType: KEY_NAMES.account };
}

/** A Workspace API key is taken for one of the account as long as nobody says its workspace. */
function perhapsOfTheOtherKind(error: unknown): unknown {
	if (!(error instanceof ViviApiError) || error.status !== 403) return error;
	const { code, message, status, hint } = error;
	return new ViviApiError({ code, message, status, hint: `${OTHER_KIND_HINT} ${hint}` });
}

/**
 * VIVI does not say whether a Workspace API key may read its workspace. The exchange has proven such a
 * key, so that only a refused token, or no answer at all, counts against it.
 */
async function workspaceName(client: Client, workspaceId: string): Promise<string> {
	const { workspace } = catalogue;
	try {
		const record = await client.run(workspace, workspace.operations.get, { ids: {} });
		return titleLine(record, workspace) ?? workspaceId;
	} catch (error) {
		const mayBe = error instanceof ViviApiError && [403, 404, 405, 501].includes(error.status ?? 0);
		if (mayBe) return `Workspace ${workspaceId}`;
		throw error;
	}
}

async function testChannel({ bundle, http }: Step): Promise<Tested> {
	const channel = channelOf(bundle.authData);
	await checkChannel(channel, {
		http: withoutEcho(withChannelKey(http, channel), () => [channel.apiKey]),
		now: tools.now,
		timeoutMs: STEP_MS,
		labels: CHANNEL_LABELS,
	});
	return { name: `Channel ${channel.channelId}`, keyType: 'Channel API Key' };
}
