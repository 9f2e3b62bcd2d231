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
 * Puts a refusal, an unusable success or a missing answer into words. The texts about keys and roles
 * follow VIVI's guide to API credentials.
 */
export function toApiError(
	outcome: HttpResponse | NetworkFailure,
	context: ApiErrorContext = {},
): ViviApiError {
	if (outcome instanceof NetworkFailure) return new ViviApiError(networkText(outcome, context));

	const wait = retryAfterMs(outcome, context.now ?? 0);
	// To turn a date into a waiting time one needs the present time.
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
		retryAfterMs: refusal.wait,
	});
}

/** Chooses the text: for a foreign page, for a refusal, or for a success that is none. */
function answerText(response: HttpResponse, refusal: Refusal): ErrorText {
	const { what, status } = refusal;
	if (isPageOfOthers(response)) return { ...webPage(what, status), field: 'baseUrl' };
	if (status === 407) return proxySignIn(what);
	return status >= 300 ? refusalText(refusal) : unusableText(response, refusal);
}
