import { checkChannel } from '../../../vivi/chat/check-channel';
import { checkKey } from '../../../vivi/client/check-key';
import { channelAt } from '../chat';
import { STEP_MS } from '../http/deadline';
import { step, type Step } from '../step';
import { hasChannelKey, hasPlatformKey } from './connection';

/** The parts of a connection's name; see `connectionLabel`. */
interface Tested {
	name: string;
	keyType: string;
}

/** Tests every key of a connection, each with a call that changes nothing. */
export const testConnection = step('connect', async (at): Promise<Tested> => {
	const { authData } = at.bundle;
	const platform = hasPlatformKey(authData) ? await testPlatform(at) : undefined;
	const channel = hasChannelKey(authData) ? await testChannel(at) : undefined;
	if (!platform) return channel!;
	return channel ? { ...platform, keyType: `${platform.keyType} + ${channel.keyType}` } : platform;
});

/** The name stands for the account, or for the key's workspace. */
export const connectionLabel = '{{name}} ({{keyType}})';

async function testPlatform(at: Step): Promise<Tested> {
	const { name, kind } = await checkKey(at.client(), at.platform().workspaceId);
	return { name, keyType: kind };
}

async function testChannel(at: Step): Promise<Tested> {
	const channel = channelAt(at);
	await checkChannel(channel, { ...channel, timeoutMs: STEP_MS });
	return { name: `Channel ${channel.channelId}`, keyType: 'Channel API Key' };
}
