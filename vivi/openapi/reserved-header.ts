import { checkHeaders } from '../client/headers';

/** Headers that OpenAPI says to ignore as parameters, because other parts of a document describe them. */
const SPOKEN_OF_ELSEWHERE = new Set(['accept', 'content-type', 'authorization']);

/** Whether the connection or the request itself sets a header, so that nobody fills it in. */
export function isReservedHeader(name: string): boolean {
	if (SPOKEN_OF_ELSEWHERE.has(name.trim().toLowerCase())) return true;
	try {
		checkHeaders({ [name]: 'x' });
		return false;
	} catch {
		return true;
	}
}
