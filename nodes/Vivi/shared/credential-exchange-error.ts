import type { ViviAuthError } from '../../../vivi/auth/errors';

/**
 * How a failed exchange crosses n8n. Everything is in the message, since n8n shows nothing else in the
 * credential test; and it has no `code` or `status`, which n8n would show in the message's place.
 */
export class CredentialExchangeError extends Error {
	/** Not an own enumerable property: n8n searches those for texts. */
	readonly #reason: ViviAuthError;

	constructor(reason: ViviAuthError) {
		super(`${reason.message} ${reason.hint}`);
		this.name = 'CredentialExchangeError';
		this.#reason = reason;
	}

	get reason(): ViviAuthError {
		return this.#reason;
	}
}
