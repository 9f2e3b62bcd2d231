import { chat } from '../catalogue/chat';
import { fillPath } from '../address/path';
import { apiUrl } from '../address/url';
import { isWebPage } from '../http/web-page';
import type { Labels } from '../error-texts/labels';
import { NetworkFailure, type Http, type HttpResponse, type Now } from '../http/port';
import type { Channel } from './channel';
import { channelError } from './channel-error';

interface Tools {
	/** Adds the channel's key itself. */
	http: Http;
	now: Now;
	timeoutMs: number;
	/** The shell's labels of the channel's values. */
	labels?: Labels;
}

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
	{ http, now, timeoutMs, labels = {} }: Tools,
): Promise<void> {
	const operation = chat.operations.stream;
	const outcome = await http({
		method: operation.method,
		url: apiUrl(new URL(baseUrl), fillPath(operation.path, { channelId })),
		headers: { accept: 'application/json', 'content-type': 'application/json' },
		body: '{}',
		timeoutMs,
	}).catch((error: unknown) => {
		if (error instanceof NetworkFailure) return error;
		throw error;
	});
	if (!(outcome instanceof NetworkFailure) && isTaken(outcome)) return;
	throw channelError(outcome, {
		...{ operation, baseUrl, timeoutMs, now: now(), labels },
		isCheck: true,
	});
}

function isTaken(response: HttpResponse): boolean {
	const { status } = response;
	// A sign-in portal accepts anything; a refusal in HTML may be VIVI's own.
	if (status >= 200 && status < 300) return !isWebPage(response);
	return status === 400 || status === 422;
}
