import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { readChannel } from '../../../vivi/chat/channel';
import { createStreamingChat, type StreamingChat } from '../../../vivi/chat/streaming-chat';
import { answerTimeout } from '../../../vivi/catalogue/settings';
import type { SharedPause } from '../../../vivi/http/shared-pause';
import { withoutEcho, withoutEchoInStream } from '../../../vivi/http/without-echo';
import { byCredential } from './by-credential';
import { LABELS } from './labels';
import { n8nHttp } from './n8n-http';
import { authenticated, cancelSignalOf, n8nStream } from './n8n-stream';
import { LONGEST_WAIT_MS, waiting } from './patience';
import { timeoutMs } from './timeout';

/** The core's chat with the channel of an item's credential; it adds the key itself. */
export interface ItemChat {
	chat: StreamingChat;
	channelId: string;
}

/** Gives an item's chat; items of one channel with the same time limit share one. */
export type ChatFor = (itemIndex: number) => Promise<ItemChat>;

/** The chats of one execution, by the values of an item's credential and options. */
export function executionChats(context: IExecuteFunctions): ChatFor {
	const chatsFor = byCredential(context, 'viviChannelApi', (credentials) => ({
		credentials,
		pause: { until: 0 },
		chats: new Map<number, ItemChat>(),
	}));
	return async (itemIndex) => {
		const { chats, ...channel } = await chatsFor(itemIndex);
		const { timeout } = context.getNodeParameter('options', itemIndex, {}) as { timeout?: unknown };
		const waitMs = timeoutMs(answerTimeout, timeout);
		const chat = chats.get(waitMs) ?? connect(context, channel, waitMs);
		chats.set(waitMs, chat);
		return chat;
	};
}

function connect(
	context: IExecuteFunctions,
	{ credentials, pause }: { credentials: ICredentialDataDecryptedObject; pause: SharedPause },
	waitMs: number,
): ItemChat {
	const { baseUrl, channelId, apiKey } = readChannel(credentials, LABELS);
	const secrets = () => [apiKey];
	const request = authenticated(context, 'viviChannelApi', credentials);
	const settings = { cancelled: cancelSignalOf(context) };
	const chat = createStreamingChat({
		// Nobody handles a 401: there is no token to renew, and n8n would send the message once more.
		http: withoutEcho(n8nHttp(request, settings), secrets),
		streamHttp: withoutEchoInStream(n8nStream(request, settings), secrets),
		now: Date.now,
		baseUrl,
		channelId,
		timeoutMs: waitMs,
		labels: LABELS,
		patience: { pause, sleep: waiting(context), longestMs: LONGEST_WAIT_MS },
	});
	return { chat, channelId };
}
