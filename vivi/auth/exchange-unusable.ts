import { webPage } from '../error-texts/in-between';
import type { HttpResponse } from '../http/port';
import { isWebPage } from '../http/web-page';
import { PORTAL, ViviAuthError } from './errors';

const UNUSABLE = {
	token_answer_not_json: 'The token URL answered with something other than JSON.',
	token_missing: "The token URL's answer holds no access token.",
	token_malformed: 'The token URL issued a token that no request can carry.',
	token_type_unsupported: 'The token URL issued a token that is not a Bearer token.',
} as const;

/** The error for a 2xx that is not JSON. */
export function notJson(response: HttpResponse): ViviAuthError {
	const { status } = response;
	if (!isWebPage(response)) return unusableAnswer('token_answer_not_json', status);
	const { message, hint } = webPage('the token request', status);
	return new ViviAuthError({
		...{ code: 'token_answer_not_json', status, field: 'tokenUrl', message, transient: true },
		hint: `${hint} If that is not it, compare 'Token URL' with ${PORTAL}.`,
	});
}

/** The error for a 2xx without a usable token. */
export function unusableAnswer(code: keyof typeof UNUSABLE, status: number): ViviAuthError {
	return new ViviAuthError({
		code,
		status,
		field: 'tokenUrl',
		message: UNUSABLE[code],
		hint: `Copy 'Token URL' from ${PORTAL} exactly as shown; it must be the token endpoint, not a web page.`,
	});
}
