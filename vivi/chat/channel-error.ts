import type { Operation } from '../catalogue/types';
import type { ViviErrorDetails } from '../errors';
import {
	inTime,
	isHtml,
	isPageOfOthers,
	proxySignIn,
	toApiError,
	ViviApiError,
	webPage,
	withSaid,
} from '../http/api-error';
import { parseJson } from '../http/json';
import { bodyText, NetworkFailure, type HttpResponse } from '../http/port';
import { retryAfterMs } from '../http/retry';
import { serviceMessage } from '../http/service-message';
import { declinedText, isDeclined } from './answer';
import { channelLabel, type Channel, type ChannelLabels } from './channel';

/** What was being done, so that the text can name it. */
export interface ChannelErrorContext {
	operation: Pick<Operation, 'name' | 'label' | 'kind' | 'method' | 'source'>;
	baseUrl: string;
	timeoutMs: number;
	/** Where the message went; absent for uploads and batches. */
	threadId?: string;
	/** Milliseconds since the epoch. */
	now: number;
	/** How the values of the channel are named. */
	labels?: ChannelLabels;
	/** It was only tried whether the channel takes the key. */
	isCheck?: boolean;
}

type Text = Omit<ViviErrorDetails, 'status' | 'retryAfterMs'>;

const KEYS =
	'must be the vivi-api-key that VIVI showed when this very API channel was created. The client secret and the access tokens of a platform key (the VIVI API credential) do not work here.';
const NO_AGENT =
	/\bno[\s_-]*(\w+[\s_-]+)?agent\b|\bagent\b.{0,40}\bnot[\s_-]*(assigned|found)|not[\s_-]*assigned\b.{0,40}\bagent\b/i;
const PLATFORM_HOST = 'api.vivi.bot';

/**
 * Turns an answer that is no success, or a missing answer, of an API channel into words. VIVI
 * documents no status for these routes, so what its answer says comes before the status.
 *
 * Nothing here is `transient` once a message may have reached the agent, because whoever repeats
 * transient calls by themselves would send it twice.
 */
export function channelError(
	outcome: HttpResponse | NetworkFailure,
	context: ChannelErrorContext,
): ViviApiError {
	if (outcome instanceof NetworkFailure) return unanswered(outcome, context);
	const { status } = outcome;
	const said = serviceMessage(bodyText(outcome));
	const text =
		agentText(outcome, said, context) ??
		statusText(outcome, said, context) ??
		answeredText(outcome, context);
	if (!text) return generalError(outcome, context);

	const wait = retryAfterMs(outcome, context.now);
	return new ViviApiError({
		...text,
		status,
		...(wait === undefined ? {} : { retryAfterMs: wait }),
	});
}

/** Nothing was sent, because what VIVI asked for by an earlier 429 still holds. */
export function heldBack(refusal: HttpResponse, context: ChannelErrorContext): ViviApiError {
	const wait = retryAfterMs(refusal, context.now);
	const what = `'${context.operation.label}'`;
	return new ViviApiError({
		code: 'rate_limited',
		message: withSaid(
			`VIVI asked to slow down, so ${what} was not carried out`,
			serviceMessage(bodyText(refusal)),
		),
		hint: `Nothing was sent. Run it again ${inTime(wait)}.`,
		transient: true,
		status: refusal.status,
		...(wait !== undefined && { retryAfterMs: wait }),
	});
}

/** The agent said amid a stream that it cannot go on. */
export function streamFailed(
	reason: string | undefined,
	context: ChannelErrorContext,
): ViviApiError {
	return new ViviApiError({
		code: 'agent_failed',
		message: withSaid('The agent broke off its answer', reason),
		hint: `Look at the agent's trace in VIVI. ${onceOnly(context)}`,
	});
}

/** VIVI declined one of the messages of a batch; it says nothing about the others. */
export function messageDeclined(
	reason: string,
	context: ChannelErrorContext,
	status: number,
): ViviApiError {
	return new ViviApiError({ ...declinedAnswer(reason, context), status });
}

/** Among VIVI's answers to a batch there is none to one of the messages. */
export function messageUnanswered(context: ChannelErrorContext, status: number): ViviApiError {
	return new ViviApiError({
		code: 'unanswered',
		message: `VIVI answered '${context.operation.label}', but not this message.`,
		hint: `Look at the agent's trace in VIVI. ${onceOnly(context)}`,
		status,
	});
}

function declinedAnswer(reason: string, context: ChannelErrorContext): Text {
	const { label } = context.operation;
	return {
		code: 'declined',
		message: withSaid(`VIVI answered '${label}', but declined it`, reason),
		hint: `${isUpload(context) ? '' : "Look at the agent's trace in VIVI. "}${onceOnly(context)}`,
	};
}

/** VIVI took a file but its answer holds no address to attach it by. */
export function noFileUrl(context: ChannelErrorContext, status: number): ViviApiError {
	return new ViviApiError({
		code: 'unexpected_answer',
		message: `VIVI answered '${context.operation.label}' without the address of the file.`,
		hint: 'VIVI does not document this answer, so it may look different for your channel. Upload the file by other means and attach it by its address.',
		status,
	});
}

/** What VIVI itself says about the agent behind the channel, whatever the status. */
function agentText(
	response: HttpResponse,
	said: string | undefined,
	{ operation }: ChannelErrorContext,
): Text | undefined {
	const { status } = response;
	if (status < 400 || status === 401 || status === 403) return undefined;
	const words = bodyText(response).slice(0, 5000);
	if (
		operation.name === 'stream' &&
		/structured[\s_-]*output|stream\w*[\s_-]*(is )?(disabled|off)/i.test(words)
	) {
		return {
			code: 'stream_disabled',
			field: 'stream',
			message: withSaid('This agent cannot stream its answer', said),
			hint: "Streaming is off while structured output is on. Turn off 'Stream' here, or structured output in the agent's settings in VIVI.",
		};
	}
	if (/\b(not|un)[\s_-]*(yet[\s_-]*)?published/i.test(words)) {
		return {
			code: 'agent_not_published',
			message: withSaid('The agent of this channel is not published', said),
			hint: 'Publish the agent in VIVI, then run it again.',
		};
	}
	if (NO_AGENT.test(words)) {
		return {
			code: 'channel_without_agent',
			message: withSaid('No agent is assigned to this channel', said),
			hint: 'Assign the channel to an agent in VIVI, then run it again.',
		};
	}
	return undefined;
}

function statusText(
	response: HttpResponse,
	said: string | undefined,
	context: ChannelErrorContext,
): Text | undefined {
	const { status, headers } = response;
	const { operation, labels } = context;
	const what = `'${operation.label}'`;
	const label = (field: keyof Channel) => `'${channelLabel(field, labels)}'`;
	if (isPageOfOthers(response)) {
		const { code, message, hint } = webPage(what, status);
		return { code, field: 'baseUrl', message, hint: `${hint} ${onceOnly(context)}` };
	}
	if (status === 407) {
		const { code, message, hint } = proxySignIn(what);
		return { code, message, hint };
	}
	if (status >= 300 && status < 400) {
		return {
			code: 'redirected',
			field: 'baseUrl',
			message: `${label('baseUrl')} answers from somewhere else: VIVI redirected ${what} (status ${status}).`,
			hint: `Redirects are not followed, so that the channel's key reaches nobody else. Set ${label('baseUrl')} to the address that the channel's own API documentation in VIVI shows.`,
		};
	}
	if (status === 401 || status === 403) {
		return {
			code: status === 401 ? 'channel_key_refused' : 'channel_forbidden',
			field: 'apiKey',
			message: withSaid(`VIVI did not accept the key of the channel for ${what}`, said),
			hint: `${label('apiKey')} ${KEYS} Check that ${label('channelId')} belongs to the same channel.`,
		};
	}
	if (status === 404 || status === 405 || status === 501) {
		const assumed =
			operation.source === 'assumed'
				? " VIVI does not document this address; it is assumed and may differ. The channel's own API documentation in VIVI shows the right one."
				: '';
		return {
			code: 'channel_not_found',
			field: 'channelId',
			message: withSaid(
				`VIVI has no such channel at the address of ${what} (status ${status})`,
				said,
			),
			hint: `${hostHint(context)}Compare ${label('channelId')} and ${label('baseUrl')} with the channel in VIVI.${assumed}`,
		};
	}
	if (status === 409) {
		return {
			code: 'channel_not_ready',
			message: withSaid('The channel cannot answer at present', said),
			hint: 'Check in VIVI that the channel is assigned to an agent and that the agent is published.',
		};
	}
	if (status === 429) {
		const wait = retryAfterMs({ status, headers, body: '' }, context.now);
		return {
			code: 'rate_limited',
			message: withSaid(`VIVI asked to slow down instead of answering ${what}`, said),
			hint: `Run it again ${inTime(wait)}. ${onceOnly(context)}`,
		};
	}
	if (status === 408 || status >= 500) {
		return {
			code: 'service_unavailable',
			message: withSaid(`VIVI could not answer ${what} (status ${status})`, said),
			hint: onceOnly(context),
		};
	}
	return undefined;
}

/** 2xx, but a web page or a refusal. */
function answeredText(response: HttpResponse, context: ChannelErrorContext): Text | undefined {
	if (response.status < 200 || response.status >= 300) return undefined;
	const what = `'${context.operation.label}'`;
	const json = parseJson(bodyText(response));
	if (isDeclined(json)) return declinedAnswer(declinedText(json), context);
	if (isBrokenJson(response)) {
		return {
			code: 'unexpected_answer',
			message: `VIVI answered ${what} with JSON that breaks off.`,
			hint: onceOnly(context),
		};
	}
	if (!isHtml(response)) return undefined;
	return {
		code: 'unexpected_answer',
		field: 'baseUrl',
		message: `A web page answered ${what} instead of VIVI, perhaps of a firewall or a sign-in portal.`,
		hint: `${hostHint(context)}Compare '${channelLabel('baseUrl', context.labels)}' with the channel's own API documentation in VIVI, and check that no proxy stands in front of it.`,
	};
}

/** True for a 2xx that {@link channelError} would turn into an error. */
export function isUnusable(response: HttpResponse): boolean {
	return isHtml(response) || isBrokenJson(response) || isDeclined(parseJson(bodyText(response)));
}

/** Calls itself JSON and begins like it, but is none: half an answer that nobody should be shown. */
function isBrokenJson(response: HttpResponse): boolean {
	const text = bodyText(response);
	const type = response.headers['content-type'] ?? '';
	return (
		/[/+]json\b/i.test(type) && /^\s*(\{|\[\s*[[{"])/.test(text) && parseJson(text) === undefined
	);
}

function unanswered(failure: NetworkFailure, context: ChannelErrorContext): ViviApiError {
	const { operation, timeoutMs } = context;
	const what = `'${operation.label}'`;
	switch (failure.kind) {
		case 'timeout':
			return new ViviApiError({
				code: 'answer_timeout',
				message: `VIVI did not finish its answer to ${what} within ${inSeconds(timeoutMs)}.`,
				hint: `${onceOnly(context)} For ${isUpload(context) ? 'large files' : 'slow agents'}, raise the timeout where there is an option for it.`,
			});
		case 'reset':
		case 'network':
		case 'aborted':
			return new ViviApiError({
				code: `network_${failure.kind}`,
				message: `VIVI's answer to ${what} did not arrive whole: the connection ended before.`,
				hint: onceOnly(context),
			});
		default:
			// It never got as far as VIVI.
			return generalError(failure, context);
	}
}

/** Where a channel is no different from the platform API. */
function generalError(
	outcome: HttpResponse | NetworkFailure,
	{ operation, now, labels }: ChannelErrorContext,
): ViviApiError {
	const { label, method } = operation;
	// 'API Request', which the texts for assumed addresses recommend, knows no channel.
	const shown = { label, method, resourceLabel: 'Chat', source: 'documented' } as const;
	return toApiError(outcome, {
		operation: shown,
		now,
		baseUrlLabel: channelLabel('baseUrl', labels),
	});
}

/** No agent is at work then. */
function isUpload({ operation }: ChannelErrorContext): boolean {
	return operation.kind === 'upload';
}

function onceOnly(context: ChannelErrorContext): string {
	const { threadId } = context;
	if (context.isCheck) return 'No message was sent. Try again later.';
	if (isUpload(context)) {
		return 'No message was sent. The file may have been stored all the same.';
	}
	return threadId === undefined
		? 'VIVI may still be processing the messages; they were sent once and not again. Look into their threads in VIVI before you send them anew.'
		: `VIVI may still be processing the message; it was sent once and not again. Look into the thread ${threadId} in VIVI before you send it anew.`;
}

function inSeconds(ms: number): string {
	const seconds = Math.round(ms / 100) / 10;
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

function hostHint({ baseUrl, labels }: ChannelErrorContext): string {
	return new URL(baseUrl).hostname === PLATFORM_HOST
		? `'${channelLabel('baseUrl', labels)}' is set to the platform API (${PLATFORM_HOST}), while channels have a host of their own. `
		: '';
}
