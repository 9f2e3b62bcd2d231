import type { IExecuteFunctions } from 'n8n-workflow';

import { answerTimeout } from '../../../vivi/catalogue/settings';
import { readChannel } from '../../../vivi/chat/channel';
import { createStreamingChat, type StreamingChat } from '../../../vivi/chat/streaming-chat';
import { withoutEcho, withoutEchoInStream } from '../../../vivi/http/without-echo';
import { byCredential } from './by-credential';
import { LABELS } from './labels';
import { n8nHttp, n8nStream } from './n8n-http';
import { LONGEST_WAIT_MS, timeoutMs, waiting } from './patience';

/** The core's chat with the channel of an item's credential; it adds the key itself. */
export interface ItemChat {
	chat: StreamingChat;
	channelId: string;
}

/** Gives an item's chat; items of one channel with the same time limit share one. */
export type ChatFor = (itemIndex: number) => Promise<ItemChat>;

/** The chats of one execution, by the values of an item's credential and options. */
export function executionChats(context: IExecuteFunctions): ChatFor {
	const type = 'viviChannelApi';
	return byCredential(context, type, {
		connect: (data) => ({ data, pause: { until: 0 } }),
		settings: ({ timeout }) => timeoutMs(answerTimeout, timeout),
		make({ data, pause }, waitMs): ItemChat {
			const { baseUrl, channelId, apiKey } = readChannel(data, LABELS);
			const secrets = () => [apiKey];
			const chat = createStreamingChat({
				// Nobody handles a 401: there is no token to renew, and n8n would send the message once
				// more.
				http: withoutEcho(n8nHttp(context, { type, data }), secrets),
				streamHttp: withoutEchoInStream(n8nStream(context, { type, data }), secrets),
				now: Date.now,
				baseUrl,
				channelId,
				timeoutMs: waitMs,
				labels: LABELS,
				patience: { pause, sleep: waiting(context), longestMs: LONGEST_WAIT_MS },
			});
			return { chat, channelId };
		},
	});
}
