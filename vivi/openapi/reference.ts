import { decoded } from '../http/file-name';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';

/** How many references in a row are followed. */
const MOST_HOPS = 32;

/** The target of a `$ref`, or why there is none. */
type Followed = { value: JsonObject } | { problem: string };

/**
 * Follows `$ref` to its target. References into other files are not followed: the author of a
 * document must not choose which addresses are requested.
 */
export function follow(root: JsonObject, from: JsonValue | undefined): Followed {
	let at = from;
	for (let hops = 0; hops < MOST_HOPS; hops++) {
		if (!isJsonObject(at)) return { problem: 'leads to something that is no object' };
		const reference = Object.hasOwn(at, '$ref') ? at['$ref'] : undefined;
		if (typeof reference !== 'string') return { value: at };
		if (!reference.startsWith('#')) return { problem: 'is in another file, which is not read' };
		at = pointedAt(root, reference.slice(1));
		if (at === undefined) return { problem: 'is not in the document' };
	}
	return { problem: 'leads in a circle' };
}

/** The value that a JSON pointer (RFC 6901, encoded as a fragment) names. */
function pointedAt(root: JsonValue, pointer: string): JsonValue | undefined {
	if (pointer === '') return root;
	if (!pointer.startsWith('/')) return undefined;
	let at: JsonValue | undefined = root;
	for (const part of pointer.slice(1).split('/')) {
		const key = decoded(part).replace(/~1/g, '/').replace(/~0/g, '~');
		if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
		at = (at as JsonObject)[key];
	}
	return at;
}
