import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Bundle, ZObject } from 'zapier-platform-core';

import { isFresh, isNearExpiry, patientWithFreshToken } from '../../vivi/auth/fresh-token';
import { jwtTimes } from '../../vivi/auth/jwt';
import { createClient, type Client } from '../../vivi/client/client';
import { KnownLists } from '../../vivi/client/known-lists';
import { createLimiter } from '../../vivi/http/limiter';
import type { RetryPolicy } from '../../vivi/http/retry';
import type { Http } from '../../vivi/http/port';
import { withoutEcho } from '../../vivi/http/without-echo';
import { platformOf } from './authentication/connection';
import { toZapierError, type Phase } from './errors';
import { STEP_MS } from './http/step-ms';
import { zRequestHttp } from './http/z-request-http';

/** Short: Zapier repeats a step that takes too long as a whole, or reports it. */
const RETRY: RetryPolicy = { maxTries: 3, maxTotalMs: 10_000, baseDelayMs: 500, maxDelayMs: 4_000 };

/** Shared by the steps of a warm process, so that each fact about a list is found out once. */
const lists = new KnownLists();

/** The tools of the app's functions. */
export interface Step {
	z: ZObject;
	bundle: Bundle;
	/** The end of the step, in milliseconds since the epoch. */
	until: number;
	/** Without the access token. */
	http: Http;
	/** With the access token, and only below the Base URL. */
	authorised: Http;
	/**
	 * The API with the connection's key.
	 * @param userId whom new records are attributed to, where it is not the key's own user
	 * @throws RefreshAuthError before anything was sent, when the token is about to end
	 */
	client(userId?: string): Client;
}

/**
 * Turns a function that works with a {@link Step} and throws the core's errors into one that Zapier
 * calls.
 */
export function step<Result>(phase: Phase, work: (step: Step) => Promise<Result>) {
	return async (z: ZObject, bundle: Bundle): Promise<Result> => {
		try {
			return await work(startStep(z, bundle));
		} catch (error) {
			throw toZapierError(z, error, phase);
		}
	};
}

/** The ports that {@link ExchangeTools} and the client take besides HTTP. */
export const tools = {
	now: Date.now,
	sleep: async (ms: number) => await sleep(ms),
	random: Math.random,
};

function startStep(z: ZObject, bundle: Bundle): Step {
	const started = Date.now();
	const until = started + STEP_MS;
	const { authData } = bundle;
	const http = zRequestHttp(z, { until });
	const sent = zRequestHttp(z, { until, bearer: true });
	const authorised = withoutEcho(sent, () => [authData['accessToken'] ?? '']);
	return {
		z,
		bundle,
		until,
		http,
		authorised,
		client(userId) {
			const { accessToken, expiresAt, ...rest } = platformOf(authData);
			// Zapier answers a 401 by a refresh and the whole step again, and what the step had done before
			// the 401 it would do twice. So a token that may end before the step does is renewed first; one
			// that was good enough at the start stays so.
			if (accessToken === '' || isNearExpiry(accessToken, expiresAt, started)) {
				throw new z.errors.RefreshAuthError('The access token is about to expire.');
			}
			const hasTriedFreshToken = () => isFresh(jwtTimes(accessToken).issuedAt, Date.now());
			return createClient({
				...rest,
				...tools,
				...(userId !== undefined && { userId }),
				http: patientWithFreshToken(authorised, hasTriedFreshToken, tools.sleep),
				elsewhere: http,
				hasTriedFreshToken,
				// Zapier would end the step during the wait, without a word of ours.
				policy: { ...RETRY, until },
				timeoutMs: STEP_MS,
				lists,
				// A process runs one step at a time, so nobody shares it.
				limiter: createLimiter({ ...tools, nextTurn }),
			});
		},
	};
}
