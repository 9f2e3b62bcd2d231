import { ViviApiError } from '../errors';
import { parseJson } from '../http/json';
import { bodyText, type HttpResponse } from '../http/port';
import { isWebPage } from '../http/web-page';
import {
	mayHaveHappened,
	subject,
	type ApiErrorContext,
	type ErrorText,
	type Refusal,
} from './context';
import { describeKeys, saysFailed } from './failed-answer';
import { withSaid } from './service-message';

/** The error for a 2xx that cannot be used. `what` completes "VIVI answered …". */
export function unexpectedAnswer(what: string, context: ApiErrorContext): ViviApiError {
	return new ViviApiError({
		code: 'unexpected_answer',
		message: `VIVI answered ${subject(context)} ${what}.`,
		hint: unexpectedHint(context),
	});
}

/** Says what a 2xx is, instead of the expected answer. */
export function unusableText(response: HttpResponse, { what, said, context }: Refusal): ErrorText {
	const isPage = isWebPage(response);
	return {
		code: 'unexpected_answer',
		message: isPage
			? `A web page answered ${what} instead of VIVI, perhaps of a firewall or a sign-in portal.`
			: unusableMessage(response, what, said),
		hint: unexpectedHint(context),
		// A portal lets requests through after somebody has signed in.
		...(isPage && { transient: true }),
	};
}

function unusableMessage(response: HttpResponse, what: string, said: string | undefined): string {
	const text = bodyText(response);
	const json = parseJson(text);
	if (json === undefined) {
		const isEmpty = text.trim() === '';
		return `VIVI answered ${what} with ${isEmpty ? 'nothing' : 'something that is not JSON'}.`;
	}
	if (!saysFailed(json)) {
		return `VIVI answered ${what} in an unknown shape, with ${describeKeys(json)}.`;
	}
	return withSaid(`VIVI answered ${what} with status ${response.status}, but declined it`, said);
}

function unexpectedHint(context: ApiErrorContext): string {
	const reason =
		context.operation?.source === 'assumed'
			? " VIVI does not document this address, so it may work differently; the 'API Request' operation shows what it answers."
			: '';
	return `Check that 'Base URL' is VIVI's API, normally https://api.vivi.bot, and that no proxy or sign-in page stands in front of it.${reason}${mayHaveHappened(context)}`;
}
