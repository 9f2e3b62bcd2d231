import type { ErrorText } from '../error-texts/context';
import { isPageOfOthers, proxySignIn, webPage } from '../error-texts/in-between';
import { isJsonObject, parseJson } from '../http/json';
import { bodyText, type HttpResponse } from '../http/port';
import { retryAfterMs } from '../http/retry';
import { LATER, PORTAL, ViviAuthError } from './errors';
import { UNANSWERED } from './exchange-unanswered';

/** The error for an answer that is not a 2xx. */
export function exchangeRefused(response: HttpResponse, now: number): ViviAuthError {
	const { status } = response;
	const wait = retryAfterMs(response, now);
	return new ViviAuthError({ ...refusal(response), status, retryAfterMs: wait });
}

/** The case of a refusal. OAuth's codes (RFC 6749 §5.2), where given, say more than the status. */
function refusal(response: HttpResponse): ErrorText {
	const { status } = response;
	if (isPageOfOthers(response)) {
		return { ...webPage('the token request', status), code: 'token_web_page', field: 'tokenUrl' };
	}
	if (status === 400 || status === 401 || status === 403) return byOAuthCode(response);
	if (status >= 300 && status < 400) return redirected(status);
	if (status >= 500) return endpointDown(status);
	if (status === 404 || status === 405 || status === 410) return noEndpoint(status);
	if (status === 407) return { ...proxySignIn('the token request'), code: 'token_proxy_sign_in' };
	if (status === 408) return UNANSWERED.timeout;
	if (status === 415) return NO_JSON_TAKEN;
	if (status === 429) return RATE_LIMITED;
	return {
		code: 'token_unexpected_status',
		message: `The token URL answered with the unexpected status ${status}.`,
		hint: `Compare 'Token URL' with ${PORTAL}.`,
	};
}

function byOAuthCode(response: HttpResponse): ErrorText {
	const body = parseJson(bodyText(response));
	const read = (key: string) => {
		const value = isJsonObject(body) ? body[key] : undefined;
		return typeof value === 'string' ? value.toLowerCase() : '';
	};
	const code = read('error');
	const about = read('error_description');

	if (code === 'invalid_target' || /audience|service not enabled|client-?grant/.test(about)) {
		return AUDIENCE_REJECTED;
	}
	if (
		code === 'unauthorized_client' ||
		code === 'unsupported_grant_type' ||
		/grant[ _]type/.test(about)
	) {
		return GRANT_REJECTED;
	}
	// Some OAuth servers answer a wrong client with a bare "access_denied".
	if (code === 'invalid_client' || code === 'access_denied' || response.status !== 400) {
		return CLIENT_REJECTED;
	}
	return {
		code: 'request_rejected',
		message: 'VIVI could not read the token request (status 400).',
		hint: `Compare Client ID, Client Secret, Audience and Token URL with ${PORTAL}; each must be copied exactly.`,
	};
}

const CLIENT_REJECTED: ErrorText = {
	code: 'client_rejected',
	field: 'clientSecret',
	message: 'VIVI did not accept the Client ID and Client Secret.',
	hint: `Copy both from ${PORTAL} without spaces. If the key was rotated, use the new secret; if the secret is lost, rotate the key; if the key was deactivated, create a new one.`,
};

const AUDIENCE_REJECTED: ErrorText = {
	code: 'audience_rejected',
	field: 'audience',
	message: 'VIVI did not accept the Audience.',
	hint: `Copy 'Audience' from ${PORTAL} exactly as shown, for example with its slash at the end.`,
};

const GRANT_REJECTED: ErrorText = {
	code: 'grant_rejected',
	field: 'clientId',
	message: 'This key may not be exchanged for an access token (client credentials).',
	hint: `Check that the values belong to an API key from ${PORTAL}, not to another kind of application.`,
};

const NO_JSON_TAKEN: ErrorText = {
	code: 'content_type_rejected',
	field: 'tokenUrl',
	message: "The address in 'Token URL' does not accept JSON (status 415).",
	hint: `VIVI's token endpoint does. Copy 'Token URL' from ${PORTAL} exactly as shown.`,
};

const RATE_LIMITED: ErrorText = {
	code: 'token_rate_limited',
	message: 'VIVI is receiving too many token requests.',
	hint: 'Wait a little and try again. Tokens are reused for about 24 hours, so this should not last.',
	transient: true,
};

function redirected(status: number): ErrorText {
	const text: ErrorText = {
		code: 'token_redirected',
		field: 'tokenUrl',
		message: 'The token URL points somewhere else (a redirect). The secret was not sent on.',
		hint: `Copy 'Token URL' from ${PORTAL} exactly as shown, including https:// and any ending.`,
	};
	if (![302, 303, 307].includes(status)) return text;
	// Temporary redirects, as portals use them to lead to their sign-in.
	const portal = 'If it is right already, a firewall or sign-in portal may answer in its place.';
	return { ...text, hint: `${text.hint} ${portal}`, transient: true };
}

function endpointDown(status: number): ErrorText {
	return {
		code: 'token_endpoint_down',
		message: `VIVI's token endpoint is not available at the moment (status ${status}).`,
		hint: LATER,
		transient: true,
	};
}

function noEndpoint(status: number): ErrorText {
	return {
		code: 'token_url_not_found',
		field: 'tokenUrl',
		message: `There is no token endpoint at 'Token URL' (status ${status}).`,
		hint: `Copy 'Token URL' from ${PORTAL} exactly as shown.`,
	};
}
