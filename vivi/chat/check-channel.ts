import { chat } from '../catalogue/chat';
import { isWebPage } from '../http/web-page';
import { NetworkFailure, type HttpResponse } from '../http/port';
import type { Channel } from './channel';
import { answerOrFailure, channelCalls, isSuccess, type ChatOptions } from './channel-calls';
import { channelError } from './channel-error';

/**
 * Finds out whether a channel accepts the key, without sending a message to its agent. VIVI
 * documents no call that only reads from a channel. A message without its required fields comes
 * closest (docs.vivi.bot › Core Concepts › Channels › API lists `message` and `threadId` as
 * required): the agent has nothing to answer, and the refusal of an accepted key (400 or 422)
 * differs from that of a wrong one.
 * @throws ViviApiError when the channel does not accept the key, or cannot be reached
 */
export async function checkChannel(
	{ baseUrl, channelId }: Omit<Channel, 'apiKey'>,
	tools: Pick<ChatOptions, 'http' | 'now' | 'timeoutMs' | 'labels'>,
): Promise<void> {
	const operation = chat.operations.stream;
	const { request, contextOf } = channelCalls({ baseUrl, channelId, ...tools });
	const outcome = await answerOrFailure(tools.http, request(operation, '{}', 'application/json'));
	if (!(outcome instanceof NetworkFailure) && isTaken(outcome)) return;
	throw channelError(outcome, { ...contextOf(operation), isCheck: true });
}

function isTaken(response: HttpResponse): boolean {
	// A sign-in portal accepts anything; a refusal in HTML may be VIVI's own.
	if (isSuccess(response)) return !isWebPage(response);
	return response.status === 400 || response.status === 422;
}
