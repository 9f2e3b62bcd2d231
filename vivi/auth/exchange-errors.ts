import { isPageOfOthers, proxySignIn, webPage } from '../error-texts/in-between';
import { connectionWord, type Labels } from '../error-texts/labels';
import { isJsonObject, parseJson } from '../http/json';
import {
	bodyText,
	type HttpResponse,
	type NetworkFailure,
	type NetworkFailureKind,
} from '../http/port';
import { retryAfterMs } from '../http/retry';
import { isWebPage } from '../http/web-page';
import { ViviAuthError, type ViviAuthErrorCode } from './errors';

const PORTAL = "VIVI's API Credentials tab";
const LATER = 'Try again later; nothing has to be changed.';

interface Text {
	code: ViviAuthErrorCode;
	message: string;
	hint: string;
	field?: string;
	transient?: boolean;
}

/** Texts for a token URL that gave no answer. */
const UNANSWERED: Readonly<Record<Exclude<NetworkFailureKind, 'blocked'>, Text>> = {
	dns: {
		code: 'token_host_not_found',
		field: 'tokenUrl',
		message: "The host in 'Token URL' was not found.",
		hint: `Compare 'Token URL' with ${PORTAL}, and check that this machine can resolve names.`,
		transient: true,
	},
	refused: {
		code: 'token_host_refused',
		field: 'tokenUrl',
		message: "The host in 'Token URL' refused the connection.",
		hint: `Compare 'Token URL' with ${PORTAL}, and check that no firewall or proxy is in the way.`,
		transient: true,
	},
	reset: {
		code: 'token_connection_lost',
		message: 'The connection to the token URL broke before VIVI answered.',
		hint: LATER,
		transient: true,
	},
	aborted: {
		code: 'token_connection_lost',
		message: 'The request to the token URL was cancelled before VIVI answered.',
		hint: 'Run it again.',
		transient: true,
	},
	network: {
		code: 'token_connection_lost',
		message: 'The token URL could not be reached.',
		hint: `Compare 'Token URL' with ${PORTAL}, and check the network of this machine.`,
		transient: true,
	},
	oversized: {
		code: 'token_answer_not_json',
		field: 'tokenUrl',
		message: 'The token URL answered with far more than a token.',
		hint: `Copy 'Token URL' from ${PORTAL} exactly as shown; it must be the token endpoint, not a web page.`,
	},
	timeout: {
		code: 'token_timeout',
		message: 'The token URL did not answer in time.',
		hint: LATER,
		transient: true,
	},
	tls: {
		code: 'token_certificate',
		field: 'tokenUrl',
		message:
			"The host in 'Token URL' did not present a trusted certificate, so no secret was sent.",
		hint: `Compare 'Token URL' with ${PORTAL}. Behind a company proxy, its certificate has to be trusted on this machine.`,
	},
	private: {
		code: 'token_host_private',
		field: 'tokenUrl',
		message: "The host in 'Token URL' leads into a private network, so no secret was sent.",
		hint: `From here only addresses on the internet can be reached. Copy 'Token URL' from ${PORTAL} exactly as shown.`,
	},
};

/** The connection may not call this host. */
function blocked(connection: string): Text {
	return {
		code: 'token_blocked',
		field: 'tokenUrl',
		message: `The host in 'Token URL' is not among the domains this ${connection} may call.`,
		hint: `Add the token URL's host to 'Allowed Domains' of the ${connection}, beside the API's host.`,
	};
}

/** The error for a missing answer. */
export function exchangeUnanswered({ kind }: NetworkFailure, labels?: Labels): ViviAuthError {
	return new ViviAuthError(kind === 'blocked' ? blocked(connectionWord(labels)) : UNANSWERED[kind]);
}

/** The error for an answer that is not a 2xx. */
export function exchangeRefused(response: HttpResponse, now: number): ViviAuthError {
	const wait = retryAfterMs(response, now);
	return new ViviAuthError({
		...refusal(response),
		status: response.status,
		...(wait !== undefined && { retryAfterMs: wait }),
	});
}

const CLIENT_REJECTED: Text = {
	code: 'client_rejected',
	field: 'clientSecret',
	message: 'VIVI did not accept the Client ID and Client Secret.',
	hint: `Copy both from ${PORTAL} without spaces. If the key was rotated, use the new secret; if the secret is lost, rotate the key; if the key was deactivated, create a new one.`,
};

const AUDIENCE_REJECTED: Text = {
	code: 'audience_rejected',
	field: 'audience',
	message: 'VIVI did not accept the Audience.',
	hint: `Copy 'Audience' from ${PORTAL} exactly as shown, for example with its slash at the end.`,
};

const GRANT_REJECTED: Text = {
	code: 'grant_rejected',
	field: 'clientId',
	message: 'This key may not be exchanged for an access token (client credentials).',
	hint: `Check that the values belong to an API key from ${PORTAL}, not to another kind of application.`,
};

/** The case of a refusal. OAuth's codes (RFC 6749 §5.2), where given, say more than the status. */
function refusal(response: HttpResponse): Text {
	const { status } = response;
	if (isPageOfOthers(response)) {
		return { ...webPage('the token request', status), code: 'token_web_page', field: 'tokenUrl' };
	}
	if (status === 407) return { ...proxySignIn('the token request'), code: 'token_proxy_sign_in' };
	if (status === 408) return UNANSWERED.timeout;
	if (status >= 300 && status < 400) {
		const text = {
			code: 'token_redirected' as const,
			field: 'tokenUrl',
			message: 'The token URL points somewhere else (a redirect). The secret was not sent on.',
			hint: `Copy 'Token URL' from ${PORTAL} exactly as shown, including https:// and any ending.`,
		};
		if (![302, 303, 307].includes(status)) return text;
		// Temporary redirects, as portals use them to lead to their sign-in.
		const portal = 'If it is right already, a firewall or sign-in portal may answer in its place.';
		return { ...text, hint: `${text.hint} ${portal}`, transient: true };
	}
	if (status === 429) {
		return {
			code: 'token_rate_limited',
			message: 'VIVI is receiving too many token requests.',
			hint: 'Wait a little and try again. Tokens are reused for about 24 hours, so this should not last.',
			transient: true,
		};
	}
	if (status >= 500) {
		return {
			code: 'token_endpoint_down',
			message: `VIVI's token endpoint is not available at the moment (status ${status}).`,
			hint: LATER,
			transient: true,
		};
	}
	if (status === 404 || status === 405 || status === 410) {
		return {
			code: 'token_url_not_found',
			field: 'tokenUrl',
			message: `There is no token endpoint at 'Token URL' (status ${status}).`,
			hint: `Copy 'Token URL' from ${PORTAL} exactly as shown.`,
		};
	}
	if (status === 415) {
		return {
			code: 'content_type_rejected',
			field: 'tokenUrl',
			message: "The address in 'Token URL' does not accept JSON (status 415).",
			hint: `VIVI's token endpoint does. Copy 'Token URL' from ${PORTAL} exactly as shown.`,
		};
	}
	if (status === 400 || status === 401 || status === 403) return byOAuthCode(response);
	return {
		code: 'token_unexpected_status',
		message: `The token URL answered with the unexpected status ${status}.`,
		hint: `Compare 'Token URL' with ${PORTAL}.`,
	};
}

function byOAuthCode(response: HttpResponse): Text {
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
