import type { Endpoint } from '../catalogue/types';
import { fillPath } from '../address/path';
import { apiUrl } from '../address/url';
import type { Labels } from '../error-texts/labels';
import type { ViviApiError } from '../errors';
import {
	NetworkFailure,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from '../http/port';
import { parseServiceUrl } from '../address/service-url';
import { refusalInForce, shareRefusal, type SharedPause } from '../http/shared-pause';
import { readTypedId } from '../input/record-id';
import { channelLabel } from './channel';
import { channelError, heldBack, isUnusable } from './channel-error';
import type { ChannelErrorContext } from './error-context';

export interface ChatOptions {
	/** Adds the channel's key itself. */
	http: Http;
	now: Now;
	baseUrl: string;
	channelId: string;
	/** The time limit for the agent's whole answer, in milliseconds. */
	timeoutMs: number;
	/** The shell's labels of the channel's values. */
	labels?: Labels;
	/** Without it, a wait that VIVI asks for after one message does not apply to the next. */
	patience?: Patience;
}

/** Delays what is not sent yet, after a 429 that says for how long. */
export interface Patience {
	/** Shared between the chats of one channel. */
	pause: SharedPause;
	sleep: Sleep;
	/** The longest wait in milliseconds; what would have to wait longer is not sent at all. */
	longestMs: number;
}

/**
 * What all calls of a channel share.
 * @throws ViviInputError when the channel's values cannot be used
 */
export function channelCalls(options: ChatOptions) {
	const { http, now, timeoutMs, patience, labels = {} } = options;
	const channelId = readTypedId(options.channelId, 'channelId');
	const base = parseServiceUrl(options.baseUrl, 'baseUrl', channelLabel('baseUrl', labels));

	function request(operation: Endpoint, body: HttpRequest['body'], type: string): HttpRequest {
		return {
			method: operation.method,
			url: apiUrl(base, fillPath(operation.path, { channelId })),
			headers: { accept: 'application/json', ...(body && { 'content-type': type }) },
			...(body && { body }),
			timeoutMs,
		};
	}

	function contextOf(operation: Endpoint, threadId?: string): ChannelErrorContext {
		const known = { operation, baseUrl: base.href, timeoutMs, now: now(), labels };
		return threadId === undefined ? known : { ...known, threadId };
	}

	/** @throws ViviApiError while VIVI wants a longer wait than the caller allows */
	async function holdBack(operation: Endpoint): Promise<void> {
		if (!patience) return;
		const { pause, sleep, longestMs } = patience;
		const refusal = await refusalInForce(pause, { now, sleep }, longestMs);
		if (refusal) throw heldBack(refusal, contextOf(operation));
	}

	/** The error of a failed call. A wait that it asks for applies to the calls to come. */
	function refused(
		outcome: HttpResponse | NetworkFailure,
		operation: Endpoint,
		threadId?: string,
	): ViviApiError {
		if (patience) shareRefusal(patience.pause, outcome, now());
		return channelError(outcome, contextOf(operation, threadId));
	}

	/** Sends a request, once. @throws ViviApiError unless it succeeded */
	async function call(whole: HttpRequest, operation: Endpoint, threadId?: string) {
		await holdBack(operation);
		const outcome = await answerOrFailure(http, whole);
		if (outcome instanceof NetworkFailure || !isSuccess(outcome) || isUnusable(outcome)) {
			throw refused(outcome, operation, threadId);
		}
		return outcome;
	}

	return { request, contextOf, holdBack, refused, call };
}

export async function answerOrFailure(
	http: Http,
	request: HttpRequest,
): Promise<HttpResponse | NetworkFailure> {
	return await http(request).catch((error: unknown) => {
		if (error instanceof NetworkFailure) return error;
		throw error;
	});
}

export function isSuccess({ status }: { status: number }): boolean {
	return status >= 200 && status < 300;
}
