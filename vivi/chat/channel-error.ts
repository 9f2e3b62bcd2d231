import { toApiError } from '../error-texts/api-error';
import { inTime, type ErrorText } from '../error-texts/context';
import { serviceMessage, withSaid } from '../error-texts/service-message';
import { ViviApiError } from '../errors';
import { parseJson } from '../http/json';
import { bodyText, NetworkFailure, type HttpResponse } from '../http/port';
import { retryAfterMs } from '../http/retry';
import { isHtml } from '../http/web-page';
import { declinedText, isDeclined } from './answer';
import { channelLabel } from './channel';
import { hostHint, isUpload, onceOnly, type ChannelErrorContext } from './error-context';
import { channelRefusalText } from './refusal-texts';

/**
 * Puts a refusal or a missing answer of an API channel into words. VIVI documents no status for
 * these routes, so the words of the answer count more than the status.
 *
 * No error is `transient` once a message may have reached the agent, because a shell that repeats
 * transient calls would send it twice.
 */
export function channelError(
	outcome: HttpResponse | NetworkFailure,
	context: ChannelErrorContext,
): ViviApiError {
	if (outcome instanceof NetworkFailure) return unanswered(outcome, context);
	const { status } = outcome;
	const said = serviceMessage(bodyText(outcome));
	const text = channelRefusalText(outcome, said, context) ?? answeredText(outcome, context);
	if (!text) return generalError(outcome, context);

	return new ViviApiError({ ...text, status, retryAfterMs: retryAfterMs(outcome, context.now) });
}

/** Nothing was sent, because the wait of an earlier 429 is not over. */
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
		retryAfterMs: wait,
	});
}

/** The agent said in the middle of a stream that it cannot go on. */
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

/** VIVI declined one of the messages of a batch; this says nothing about the others. */
export function messageDeclined(
	reason: string,
	context: ChannelErrorContext,
	status: number,
): ViviApiError {
	return new ViviApiError({ ...declinedAnswer(reason, context), status });
}

/** VIVI's answers to a batch hold none to one of the messages. */
export function messageUnanswered(context: ChannelErrorContext, status: number): ViviApiError {
	return new ViviApiError({
		code: 'unanswered',
		message: `VIVI answered '${context.operation.label}', but not this message.`,
		hint: `Look at the agent's trace in VIVI. ${onceOnly(context)}`,
		status,
	});
}

function declinedAnswer(reason: string, context: ChannelErrorContext): ErrorText {
	const { label } = context.operation;
	return {
		code: 'declined',
		message: withSaid(`VIVI answered '${label}', but declined it`, reason),
		hint: `${isUpload(context) ? '' : "Look at the agent's trace in VIVI. "}${onceOnly(context)}`,
	};
}

/** VIVI took a file, but its answer holds no address to attach the file by. */
export function noFileUrl(context: ChannelErrorContext, status: number): ViviApiError {
	return new ViviApiError({
		code: 'unexpected_answer',
		message: `VIVI answered '${context.operation.label}' without the address of the file.`,
		hint: 'VIVI does not document this answer, so it may look different for your channel. Upload the file by other means and attach it by its address.',
		status,
	});
}

/** 2xx, but a web page or a refusal. */
function answeredText(response: HttpResponse, context: ChannelErrorContext): ErrorText | undefined {
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

/** The content type and the beginning say JSON, but it is not: half an answer that nobody should see. */
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
			// The call did not reach VIVI.
			return generalError(failure, context);
	}
}

/** Cases in which a channel does not differ from the platform API. */
function generalError(
	outcome: HttpResponse | NetworkFailure,
	{ operation, now, labels }: ChannelErrorContext,
): ViviApiError {
	const { label, method } = operation;
	// The texts for assumed addresses recommend 'API Request', which knows no channel.
	const shown = { label, method, resourceLabel: 'Chat', source: 'documented' } as const;
	return toApiError(outcome, {
		operation: shown,
		now,
		labels: { ...labels, baseUrl: channelLabel('baseUrl', labels) },
	});
}

function inSeconds(ms: number): string {
	const seconds = Math.round(ms / 100) / 10;
	return seconds === 1 ? '1 second' : `${seconds} seconds`;
}
