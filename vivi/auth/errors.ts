import { ViviError } from '../errors';

/**
 * The key's values could not be exchanged for an access token. Message and hint never hold a secret,
 * a token or the endpoint's answer.
 */
export class ViviAuthError extends ViviError {
	override readonly name = 'ViviAuthError';
}

/** Words that the texts of a failed exchange share. */
export const PORTAL = "VIVI's API Credentials tab";
export const LATER = 'Try again later; nothing has to be changed.';
