import { ViviApiError } from '../errors';

/**
 * Whether only this place cannot be read, because it is gone, closed to the key, or has no ID; other
 * places may be readable. An address that does not exist at all, or a key without the permission, fails in
 * every place. So a place is skipped only if another one could be read.
 */
export function isOutOfReach(error: unknown): error is ViviApiError {
	if (!(error instanceof ViviApiError)) return false;
	return error.code === 'place_without_id' || [403, 404, 410].includes(error.status ?? 0);
}
