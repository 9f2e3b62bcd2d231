import type { ViviError } from '../../../vivi/errors';

/**
 * Carries the error of a credential type through n8n. The message holds everything, since n8n shows
 * nothing else in the credential test. The error has no `code` or `status`, which n8n would show
 * instead of the message.
 */
export class CredentialError extends Error {
	/** Not an own enumerable property, because n8n searches those for texts. */
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
