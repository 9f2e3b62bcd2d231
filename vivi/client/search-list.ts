import { withNames } from '../address/url';
import type { Endpoint } from '../catalogue/types';
import { writeJson, type JsonObject, type JsonValue } from '../http/json';
import { PAGING_PARAMETERS, type Target } from './address-map';
import type { Call } from './connection';
import { TOKEN_PARAMETERS } from './next-page-ways';

/** The last part of a path that makes a POST a mere search. */
const READING = ['search', 'query', 'list', 'find', 'filter', 'lookup'];

/** Whether a POST to that path only reads: `/agents/search`, `/agents:query`. */
export function isSearchPath(path: string): boolean {
	const last = path.split(/[/:]/).filter(Boolean).at(-1)?.toLowerCase() ?? '';
	return READING.includes(last);
}

/**
 * The request for a page of a list that is searched by POST.
 * @param url the page's address for a GET, with the catalogue's names in the query
 * @param parameters the real places and names; the body and the catalogue's names otherwise
 */
export function searchRequest(
	url: string,
	{ fields }: Pick<Endpoint, 'fields'>,
	parameters: ReadonlyMap<string, Target>,
	placed: JsonObject,
): Call {
	const own = new Set<string>([...PAGING_PARAMETERS, ...fields.map(({ name }) => name)]);
	const page = new URL(url);
	const body: JsonObject = { ...placed };
	const inQuery = new Map<string, string>();
	for (const name of new Set(page.searchParams.keys())) {
		const ours = TOKEN_PARAMETERS.includes(name) ? 'cursor' : name;
		if (!own.has(ours)) continue;
		const target = parameters.get(ours) ?? { in: 'body', name };
		if (target.in === 'query') inQuery.set(name, target.name);
		else {
			const values = page.searchParams.getAll(name).map((text) => valueOf(ours, text, fields));
			body[target.name] = values.length === 1 ? values[0]! : values;
			page.searchParams.delete(name);
		}
	}
	return {
		...{ method: 'POST', url: withNames(page.href, inQuery), body: writeJson(body) },
		headers: { 'content-type': 'application/json' },
		idempotent: true,
	};
}

/** A query holds only text; in JSON a number is a number. */
function valueOf(name: string, text: string, fields: Endpoint['fields']): JsonValue {
	const type = fields.find((field) => field.name === name)?.type;
	const isNumber = type === 'number' || ['limit', 'offset', 'page'].includes(name);
	if (isNumber && /^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text);
	return type === 'boolean' && (text === 'true' || text === 'false') ? text === 'true' : text;
}
