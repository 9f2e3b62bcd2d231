import { ViviApiError } from '../errors';
import { bodyText, NetworkFailure, type HttpResponse } from '../http/port';
import { retryAfterMs } from '../http/retry';
import { subject, type ApiErrorContext, type ErrorText, type Refusal } from './context';
import { isPageOfOthers, proxySignIn, webPage } from './in-between';
import { networkText } from './network-texts';
import { refusalText } from './refusal-texts';
import { serviceMessage } from './service-message';
import { unusableText } from './unexpected-answer';

/**
 * Turns an answer that is no success, a 200 that makes no sense, or a missing answer into words.
 * What is said about keys and roles is what VIVI's API credentials guide says.
 */
export function toApiError(
	outcome: HttpResponse | NetworkFailure,
	context: ApiErrorContext = {},
): ViviApiError {
	if (outcome instanceof NetworkFailure) return new ViviApiError(networkText(outcome, context));

	const wait = retryAfterMs(outcome, context.now ?? 0);
	// A date cannot be turned into a waiting time without knowing what time it is.
	const known = context.now !== undefined || /^\d/.test(outcome.headers['retry-after'] ?? '');
	const refusal: Refusal = {
		status: outcome.status,
		what: subject(context),
		said: serviceMessage(bodyText(outcome)),
		wait: known ? wait : undefined,
		context,
	};
	return new ViviApiError({
		...answerText(outcome, refusal),
		status: outcome.status,
		...(refusal.wait !== undefined && { retryAfterMs: refusal.wait }),
	});
}

/** What somebody else's page says, what a refusal says, or why a success is none. */
function answerText(response: HttpResponse, refusal: Refusal): ErrorText {
	const { what, status } = refusal;
	if (isPageOfOthers(response)) return { ...webPage(what, status), field: 'baseUrl' };
	if (status === 407) return proxySignIn(what);
	return status >= 300 ? refusalText(refusal) : unusableText(response, refusal);
}
