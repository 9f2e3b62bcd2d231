import { withChannelKey } from '../../vivi/chat/channel';
import { createChat } from '../../vivi/chat/client';
import { withoutEcho } from '../../vivi/http/without-echo';
import type { ChannelChat } from '../../vivi/run/ports';
import { CHANNEL_LABELS, channelOf } from './authentication/connection';
import { tools, type Step } from './step';

/** The core's chat with the channel of a step's connection, for the rest of the step's time. */
export function chatOf({ bundle, http, until }: Step): ChannelChat {
	const channel = channelOf(bundle.authData);
	const { baseUrl, channelId, apiKey } = channel;
	const chat = createChat({
		http: withoutEcho(withChannelKey(http, channel), () => [apiKey]),
		now: tools.now,
		baseUrl,
		channelId,
		timeoutMs: Math.max(1, until - tools.now()),
		labels: CHANNEL_LABELS,
	});
	return { chat, channelId };
}
