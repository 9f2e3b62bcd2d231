import { ViviApiError } from '../errors';

/**
 * Whether it is this place that cannot be read, because it is gone or closed to the key: that says nothing
 * of other places. An address that is not there at all, or a key without the permission anywhere, fails in
 * every place; so what is out of reach is skipped only where another place could be read.
 */
export function isOutOfReach(error: unknown): error is ViviApiError {
	return error instanceof ViviApiError && [403, 404, 410].includes(error.status ?? 0);
}
