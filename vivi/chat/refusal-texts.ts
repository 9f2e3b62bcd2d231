import { inTime, type ErrorText } from '../error-texts/context';
import { isPageOfOthers, proxySignIn, webPage } from '../error-texts/in-between';
import { connectionWord } from '../error-texts/labels';
import { withSaid } from '../error-texts/service-message';
import { bodyText, type HttpResponse } from '../http/port';
import { retryAfterMs } from '../http/retry';
import { channelLabel, type Channel } from './channel';
import { hostHint, onceOnly, type ChannelErrorContext } from './error-context';

const NO_AGENT =
	/\bno[\s_-]*(\w+[\s_-]+)?agent\b|\bagent\b.{0,40}\bnot[\s_-]*(assigned|found)|not[\s_-]*assigned\b.{0,40}\bagent\b/i;

/**
 * The texts for a refusal. VIVI's own words about the agent count more than the status, since VIVI
 * documents no status for these routes.
 * @returns undefined where a channel does not differ from the platform API
 */
export function channelRefusalText(
	response: HttpResponse,
	said: string | undefined,
	context: ChannelErrorContext,
): ErrorText | undefined {
	return agentText(response, said, context) ?? statusText(response, said, context);
}

/** The texts for VIVI's own words about the agent behind the channel, with any status. */
function agentText(
	response: HttpResponse,
	said: string | undefined,
	{ operation }: ChannelErrorContext,
): ErrorText | undefined {
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

/** A refusal, with the parts that a text needs. */
interface Refusal {
	response: HttpResponse;
	/** Names the call, in quotes. */
	what: string;
	/** The service's own explanation. */
	said: string | undefined;
	context: ChannelErrorContext;
	/** The label of a channel's value, in quotes. */
	label: (field: keyof Channel) => string;
}

function statusText(
	response: HttpResponse,
	said: string | undefined,
	context: ChannelErrorContext,
): ErrorText | undefined {
	const { status } = response;
	const what = `'${context.operation.label}'`;
	const label = (field: keyof Channel) => `'${channelLabel(field, context.labels)}'`;
	if (isPageOfOthers(response)) {
		const { code, message, hint } = webPage(what, status);
		return { code, field: 'baseUrl', message, hint: `${hint} ${onceOnly(context)}` };
	}
	if (status === 407) {
		const { code, message, hint } = proxySignIn(what);
		return { code, message, hint };
	}
	const refusal: Refusal = { response, what, said, context, label };
	const text = BY_STATUS[status];
	if (text) return text(refusal);
	if (status >= 500) return unavailable(refusal);
	return status >= 300 && status < 400 ? redirected(refusal) : undefined;
}

const BY_STATUS: Readonly<Record<number, (refusal: Refusal) => ErrorText>> = {
	401: (refusal) => keyRefused('channel_key_refused', refusal),
	403: (refusal) => keyRefused('channel_forbidden', refusal),
	404: notThere,
	405: notThere,
	408: unavailable,
	409: ({ said }) => ({
		code: 'channel_not_ready',
		message: withSaid('The channel cannot answer at present', said),
		hint: 'Check in VIVI that the channel is assigned to an agent and that the agent is published.',
	}),
	429: ({ response, what, said, context }) => ({
		code: 'rate_limited',
		message: withSaid(`VIVI asked to slow down instead of answering ${what}`, said),
		hint: `Run it again ${inTime(retryAfterMs(response, context.now))}. ${onceOnly(context)}`,
	}),
	501: notThere,
};

function keyRefused(code: string, { what, said, context, label }: Refusal): ErrorText {
	return {
		code,
		field: 'apiKey',
		message: withSaid(`VIVI did not accept the key of the channel for ${what}`, said),
		hint: `${label('apiKey')} must be the vivi-api-key that VIVI showed when this very API channel was created. The client secret and the access tokens of a platform key (the VIVI API ${connectionWord(context.labels)}) do not work here. Check that ${label('channelId')} belongs to the same channel.`,
	};
}

function notThere({ response, what, said, context, label }: Refusal): ErrorText {
	const assumed =
		context.operation.source === 'assumed'
			? " VIVI does not document this address; it is assumed and may differ. The channel's own API documentation in VIVI shows the right one."
			: '';
	return {
		code: 'channel_not_found',
		field: 'channelId',
		message: withSaid(
			`VIVI has no such channel at the address of ${what} (status ${response.status})`,
			said,
		),
		hint: `${hostHint(context)}Compare ${label('channelId')} and ${label('baseUrl')} with the channel in VIVI.${assumed}`,
	};
}

function unavailable({ response, what, said, context }: Refusal): ErrorText {
	return {
		code: 'service_unavailable',
		message: withSaid(`VIVI could not answer ${what} (status ${response.status})`, said),
		hint: onceOnly(context),
	};
}

function redirected({ response, what, label }: Refusal): ErrorText {
	return {
		code: 'redirected',
		field: 'baseUrl',
		message: `${label('baseUrl')} answers from somewhere else: VIVI redirected ${what} (status ${response.status}).`,
		hint: `Redirects are not followed, so that the channel's key reaches nobody else. Set ${label('baseUrl')} to the address that the channel's own API documentation in VIVI shows.`,
	};
}
