import { ViviApiError } from '../errors';

/**
 * Whether only this place cannot be read, because it is gone or closed to the key; other places may
 * be readable. An address that does not exist at all, or a key without the permission, fails in
 * every place. So a place is skipped only if another one could be read.
 */
export function isOutOfReach(error: unknown): error is ViviApiError {
	return error instanceof ViviApiError && [403, 404, 410].includes(error.status ?? 0);
}
