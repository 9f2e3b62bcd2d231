import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { readChannel } from '../../../vivi/chat/channel';
import { createChat, type Chat } from '../../../vivi/chat/client';
import { chatDescription } from '../../../vivi/chat/description';
import { n8nStream } from './channel-stream';
import { n8nHttp } from './n8n-http';
import { timeoutSeconds } from './timeout';

/** The core's chat with the channel of an item's credential, which attaches the key by itself. */
export async function chatForItem(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<{ chat: Chat; channelId: string }> {
	const { baseUrl, channelId } = readChannel(
		await context.getCredentials('viviChannelApi', itemIndex),
	);
	const { timeout } = context.getNodeParameter('options', itemIndex, {}) as { timeout?: unknown };
	const request = async (options: IHttpRequestOptions) =>
		await context.helpers.httpRequestWithAuthentication.call(context, 'viviChannelApi', options);
	const chat = createChat({
		// A 401 is left to nobody: there is no token to renew, and n8n would send the message once more.
		http: n8nHttp(request),
		streamHttp: n8nStream(request),
		now: Date.now,
		baseUrl,
		channelId,
		timeoutMs: timeoutSeconds(timeout, chatDescription.defaults.timeoutSeconds) * 1000,
	});
	return { chat, channelId };
}
