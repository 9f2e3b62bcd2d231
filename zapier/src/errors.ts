import type { ZObject } from 'zapier-platform-core';

import { ViviError } from '../../vivi/errors';

/** What was being done when something failed. */
export type Phase =
	/** A person enters the values of a key. */
	| 'connect'
	/** Zapier renews a session. */
	| 'refresh'
	/** A step that changes nothing in VIVI. */
	| 'read'
	/** A step that may have changed something. */
	| 'write'
	/** A message to an agent, which nobody may send a second time automatically. */
	| 'message';

/** For the API and for a channel: no field of a step would give it more time. */
const TIMEOUTS: readonly string[] = ['network_timeout', 'answer_timeout'];

/** Seconds until Zapier tries again, when VIVI names no time. */
const DEFAULT_DELAY = 60;

/**
 * The error for Zapier, with the core's text: what happened and what to do. The classes, and
 * Zapier's reactions: docs.zapier.com › CLI docs › Error Handling.
 *
 * | class | when | Zapier |
 * | --- | --- | --- |
 * | RefreshAuthError | the API refused the access token | renews it, then repeats the whole step |
 * | ExpiredAuthError | a renewal was refused for good | asks the person to reconnect |
 * | ThrottledError | it passes by itself, and a repetition does no harm | repeats the step later |
 * | HaltedError | what is to be made is there already | stops without counting it as an error |
 * | Error | everything else | shows it as an error |
 */
export function toZapierError(z: ZObject, error: unknown, phase: Phase): Error {
	return withoutContext(error instanceof ViviError ? known(z, error, phase) : (error as Error));
}

function known(z: ZObject, error: ViviError, phase: Phase): Error {
	const { errors } = z;
	const limit = TIMEOUTS.includes(error.code) ? ' Zapier ends a step after 30 seconds.' : '';
	const text = `${error.message} ${error.hint}${limit}`;
	const plain = () => new errors.Error(text, error.code, error.status);
	const later = () => {
		const seconds = Math.max(1, Math.ceil((error.retryAfterMs ?? DEFAULT_DELAY * 1000) / 1000));
		return new errors.ThrottledError(text, seconds);
	};
	// A 429 says that the request was not carried out; for a message nobody knows.
	const slowDown = error.status === 429 && phase !== 'message';
	// The API's codes; the token endpoint and channels have their own codes for a 401.
	if (error.code === 'unauthorized') return new errors.RefreshAuthError(text);
	switch (phase) {
		case 'connect':
			return slowDown ? later() : plain();
		case 'refresh':
			return error.transient ? later() : new errors.ExpiredAuthError(text);
		case 'message':
			return plain();
		default:
			if (error.status === 409) return new errors.HaltedError(text);
			return slowDown || (error.transient && phase === 'read') ? later() : plain();
	}
}

/**
 * The platform adds the history to most errors, with the first 100 characters of each answer, and so
 * the beginning of a new token (zapier-platform-core 19.1.0, middleware.js).
 */
function withoutContext(error: Error): Error {
	return Object.assign(error, { doNotContextify: true });
}
