import { withChannelKey } from '../../../vivi/chat/channel';
import { createChat, type Chat } from '../../../vivi/chat/client';
import type { StreamHttp } from '../../../vivi/chat/stream-port';
import { NetworkFailure } from '../../../vivi/http/port';
import { withoutEcho } from '../../../vivi/http/without-echo';
import { CHANNEL_LABELS, channelOf } from '../authentication/connection';
import { tools, type Step } from '../step';

/** The core's chat with the channel of a step's connection. */
export function chatOf({ bundle, http, until }: Step): { chat: Chat; channelId: string } {
	const channel = channelOf(bundle.authData);
	const { baseUrl, channelId, apiKey } = channel;
	const chat = createChat({
		http: withoutEcho(withChannelKey(http, channel), () => [apiKey]),
		streamHttp: noStream,
		now: tools.now,
		baseUrl,
		channelId,
		timeoutMs: Math.max(1, until - tools.now()),
		labels: CHANNEL_LABELS,
	});
	return { chat, channelId };
}

/** Zapier shows the result of a step when it is over, so there is nobody to read a stream. */
const noStream: StreamHttp = async () => {
	throw new NetworkFailure('aborted');
};
