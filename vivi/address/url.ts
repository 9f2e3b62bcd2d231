import { ViviInputError } from '../errors';
import type { JsonValue } from '../http/json';
import { isBelow } from './path';

export type Query = Readonly<Record<string, JsonValue | undefined>>;

/**
 * A whole address below the base URL.
 * @param path from {@link fillPath} or {@link freePath}; may have a query of its own
 * @throws ViviInputError when the result would not lie below the base URL
 */
export function apiUrl(base: URL, path: string, query: Query = {}): string {
	const prefix = base.pathname.replace(/\/+$/, '');
	const url = new URL(`${base.origin}${prefix}${path}`);
	if (!path.startsWith('/') || !isBelow(url, base)) {
		throw new ViviInputError({
			code: 'invalid_path',
			field: 'path',
			message: 'The path does not lie below the base URL.',
			hint: 'Enter only the part behind the base URL, starting with a slash.',
		});
	}
	const more = queryString(query);
	return more === '' ? url.href : `${url.href}${url.search === '' ? '?' : '&'}${more}`;
}

/**
 * Adds the given parameters; undefined and null are left out. A list repeats its name, an object is
 * sent as JSON. Blanks become %20, which every server reads, unlike +.
 */
function queryString(query: Query): string {
	return Object.entries(query)
		.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
		.filter((pair): pair is [string, NonNullable<JsonValue>] => (pair[1] ?? null) !== null)
		.map(([name, value]) => {
			const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
			return `${encode(name, name)}=${encode(text, name)}`;
		})
		.join('&');
}

function encode(text: string, name: string): string {
	try {
		return encodeURIComponent(text);
	} catch {
		throw new ViviInputError({
			code: 'invalid_query',
			field: name,
			message: `The query parameter '${name}' contains half a character.`,
			hint: 'Enter the text again; it was cut within an emoji or a similar character.',
		});
	}
}

/** The same address with another value of one query parameter. */
export function withParameter(url: string, name: string, value: string | number): string {
	const changed = new URL(url);
	changed.searchParams.set(name, String(value));
	// Setting one writes all of them again, with + for blanks; a + itself is %2B by now.
	changed.search = changed.search.replace(/\+/g, '%20');
	return changed.href;
}

/** The same address without a query parameter. */
export function withoutParameter(url: string, name: string): string {
	const changed = new URL(url);
	if (!changed.searchParams.has(name)) return url;
	changed.searchParams.delete(name);
	changed.search = changed.search.replace(/\+/g, '%20');
	return changed.href;
}

/** The same address with other names of query parameters; they replace existing ones of the same name. */
export function withNames(url: string, names: ReadonlyMap<string, string>): string {
	const changed = new URL(url);
	const given = [...changed.searchParams];
	const taken = new Set(given.map(([name]) => names.get(name)));
	if (!given.some(([name]) => names.has(name))) return url;
	changed.search = new URLSearchParams(
		given
			.filter(([name]) => names.has(name) || !taken.has(name))
			.map(([name, value]): [string, string] => [names.get(name) ?? name, value]),
	)
		.toString()
		.replace(/\+/g, '%20');
	return changed.href;
}

/** A query parameter that is a whole number; undefined when it is missing or another value. */
export function numberIn(url: string, name: string): number | undefined {
	const value = new URL(url).searchParams.get(name) ?? '';
	return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
