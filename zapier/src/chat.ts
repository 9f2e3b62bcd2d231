import { withChannelKey } from '../../vivi/chat/channel';
import { createChat } from '../../vivi/chat/client';
import { withoutEcho } from '../../vivi/http/without-echo';
import type { ChannelChat } from '../../vivi/run/ports';
import { CHANNEL_LABELS, channelOf } from './authentication/connection';
import { tools, type Step } from './step';

/** The API channel of a step's connection, and what calls of it need. */
export function channelAt({ bundle, http }: Step) {
	const { apiKey, ...channel } = channelOf(bundle.authData);
	const withKey = withChannelKey(http, { apiKey, ...channel });
	return {
		...channel,
		http: withoutEcho(withKey, () => [apiKey]),
		now: tools.now,
		labels: CHANNEL_LABELS,
	};
}

/** The core's chat with that channel, for the rest of the step's time. */
export function chatOf(at: Step): ChannelChat {
	const channel = channelAt(at);
	const timeoutMs = Math.max(1, at.until - tools.now());
	return { chat: createChat({ ...channel, timeoutMs }), channelId: channel.channelId };
}
