import { checkHeaders } from '../client/headers';

/** Headers that OpenAPI tells to ignore as parameters: other parts of a document speak of them. */
const SPOKEN_OF_ELSEWHERE = new Set(['accept', 'content-type', 'authorization']);

/** Whether a header is set by the connection or the request itself, and so is nothing to fill in. */
export function isReservedHeader(name: string): boolean {
	if (SPOKEN_OF_ELSEWHERE.has(name.trim().toLowerCase())) return true;
	try {
		checkHeaders({ [name]: 'x' });
		return false;
	} catch {
		return true;
	}
}
