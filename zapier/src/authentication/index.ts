import type { Authentication } from 'zapier-platform-core';

import { checkChannel } from '../../../vivi/chat/check-channel';
import { checkKey } from '../../../vivi/client/check-key';
import { channelAt } from '../chat';
import { STEP_MS } from '../http/step-ms';
import { step, type Step } from '../step';
import { hasChannelKey, hasPlatformKey } from './connection';
import { authFields } from './fields';
import { openSession } from './session';

/** The parts of a connection's name; see `authentication`. */
interface Tested {
	name: string;
	keyType: string;
}

/** Tests every key of a connection, each with a call that changes nothing. */
const testConnection = step('connect', async (at): Promise<Tested> => {
	const { authData } = at.bundle;
	const platform = hasPlatformKey(authData) ? await testPlatform(at) : undefined;
	const channel = hasChannelKey(authData) ? await testChannel(at) : undefined;
	if (!platform) return channel!;
	return channel ? { ...platform, keyType: `${platform.keyType} + ${channel.keyType}` } : platform;
});

async function testPlatform(at: Step): Promise<Tested> {
	const { name, kind } = await checkKey(at.client());
	return { name, keyType: kind };
}

async function testChannel(at: Step): Promise<Tested> {
	const channel = channelAt(at);
	await checkChannel(channel, { ...channel, timeoutMs: STEP_MS });
	return { name: `Channel ${channel.channelId}`, keyType: 'Channel API Key' };
}

/** Session authentication: a key is exchanged for an access token, which Zapier keeps and renews. */
export const authentication: Authentication = {
	type: 'session',
	fields: authFields,
	sessionConfig: { perform: openSession },
	test: testConnection,
	// The name stands for the account, or for the key's workspace.
	connectionLabel: '{{name}} ({{keyType}})',
};
