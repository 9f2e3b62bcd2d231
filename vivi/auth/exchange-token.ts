import type { Labels } from '../error-texts/labels';
import { isJsonObject, parseJson, type JsonObject } from '../http/json';
import { toNetworkFailure } from '../http/network-failure';
import {
	bodyText,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from '../http/port';
import type { RetryPolicy } from '../http/retry';
import { send } from '../http/send';
import { readCredentials, type ViviCredentials } from './credentials';
import { exchangeRefused } from './exchange-refused';
import { exchangeUnanswered } from './exchange-unanswered';
import { notJson, unusableAnswer } from './exchange-unusable';
import { jwtTimes } from './jwt';

export interface AccessToken {
	accessToken: string;
	/** Milliseconds since the epoch, by our own clock. */
	expiresAt: number;
	/** VIVI's `iat`, in milliseconds since the epoch; absent when the token does not hold it. */
	issuedAt?: number;
}

/** What the shell hands in for an exchange. */
export interface ExchangeTools {
	http: Http;
	now: Now;
	sleep: Sleep;
	random: () => number;
	labels?: Labels;
}

/** The time limit of one request; n8n would wait 5 minutes and Zapier for ever. */
const TIMEOUT_MS = 20_000;

/** An outage of seconds should not cost a nightly run; a wrong secret is never tried twice. */
const RETRY: RetryPolicy = {
	maxTries: 3,
	maxTotalMs: 15_000,
	baseDelayMs: 500,
	maxDelayMs: 4_000,
};

/** The longest time that an exchange takes, with all its tries. */
export const LONGEST_EXCHANGE_MS = RETRY.maxTotalMs + TIMEOUT_MS;

/** The lifetime of a token that does not say when it ends. */
const UNSTATED_LIFE_MS = 5 * 60_000;

/**
 * What an Authorization header can carry (RFC 6750 §2.1 allows even less); Node.js takes at most 16
 * KB of headers in all.
 */
const TOKEN = /^[!-~]{1,16000}$/;

/** A longer lifetime is a mistake, and its end may be no valid date. */
const LONGEST_LIFE_MS = 10 * 365 * 86_400_000;

/**
 * Exchanges the four values of a key for an access token: one JSON POST to `tokenUrl`.
 * Source: docs.vivi.bot › API keys › Use an API key, step 1.
 * @throws ViviAuthError for every way in which the exchange can fail
 */
export async function exchangeToken(
	credentials: ViviCredentials,
	tools: ExchangeTools,
): Promise<AccessToken> {
	const { clientId, clientSecret, audience, tokenUrl } = readCredentials({ ...credentials });
	const request: HttpRequest = {
		method: 'POST',
		url: tokenUrl,
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify({
			client_id: clientId,
			client_secret: clientSecret,
			audience,
			grant_type: 'client_credentials',
		}),
		timeoutMs: TIMEOUT_MS,
	};

	let response: HttpResponse;
	try {
		// A second request for a token changes nothing at VIVI, so this POST may be repeated.
		({ response } = await send(request, { ...tools, policy: RETRY, idempotent: true }));
	} catch (error) {
		throw exchangeUnanswered(toNetworkFailure(error), tools.labels);
	}
	if (response.status < 200 || response.status > 299) {
		throw exchangeRefused(response, tools.now());
	}
	return readToken(response, tools.now());
}

function readToken(response: HttpResponse, now: number): AccessToken {
	const answer = parseJson(bodyText(response));
	if (!isJsonObject(answer)) throw notJson(response);
	const given = answer['access_token'];
	const accessToken = typeof given === 'string' ? given.trim() : '';
	if (accessToken === '') throw unusableAnswer('token_missing', response.status);
	if (!TOKEN.test(accessToken)) throw unusableAnswer('token_malformed', response.status);
	const type = answer['token_type'];
	// RFC 6749 §5.1: the type is case-insensitive. VIVI's guide promises Bearer where it is missing.
	if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) {
		throw unusableAnswer('token_type_unsupported', response.status);
	}
	const { issuedAt } = jwtTimes(accessToken);
	return {
		accessToken,
		expiresAt: now + Math.min(lifeMs(answer, accessToken, now), LONGEST_LIFE_MS),
		...(issuedAt !== undefined && { issuedAt }),
	};
}

/**
 * `expires_in` counts from now and needs no agreement between two clocks; the JWT is the second
 * choice.
 */
function lifeMs(answer: JsonObject, token: string, now: number): number {
	const stated = answer['expires_in'];
	const seconds = typeof stated === 'string' && stated.trim() !== '' ? Number(stated) : stated;
	if (typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0) return seconds * 1000;

	const { issuedAt = now, expiresAt = 0 } = jwtTimes(token);
	return expiresAt > issuedAt ? expiresAt - issuedAt : UNSTATED_LIFE_MS;
}
