import type { ViviError } from '../../../vivi/errors';

/**
 * How what a credential type throws crosses n8n. Everything is in the message, since n8n shows nothing
 * else in the credential test; and it has no `code` or `status`, which n8n would show in the message's place.
 */
export class CredentialError extends Error {
	/** Not an own enumerable property: n8n searches those for texts. */
	readonly #reason: ViviError;

	constructor(reason: ViviError) {
		super(`${reason.message} ${reason.hint}`);
		this.name = 'CredentialError';
		this.#reason = reason;
	}

	get reason(): ViviError {
		return this.#reason;
	}
}
