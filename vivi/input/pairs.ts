import { isJsonObject, parseJson } from '../http/json';
import { invalid, type Named } from './problems';
import { isBlank, trimmed } from '../text/trimmed';

/** A name and its value; the same name may occur several times. */
export type Pair = readonly [name: string, value: unknown];

/**
 * Reads names and values in all forms that forms, expressions and earlier steps give: an object, a
 * list of objects with `name` (or `key`) and `value`, a list of other objects, or the JSON text of
 * any of these. An entry without a name is left out.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readPairs(field: Named, given: unknown): Pair[] {
	if (isBlank(given)) return [];
	const read = typeof given === 'string' ? (parseJson(given) ?? given) : given;
	const entries = Array.isArray(read) ? read : [read];
	return entries
		.filter((entry) => !isBlank(entry))
		.flatMap((entry: unknown) => {
			if (isJsonObject(entry)) return entry === read ? Object.entries(entry) : pairsIn(entry);
			throw invalid(
				field,
				'holds something else than names and values',
				'Fill in a name and a value on each line, or give an object such as { "name": "value" }.',
			);
		})
		.map(([name, value]): Pair => [trimmed(name), value])
		.filter(([name]) => name !== '');
}

/** The name and value of a list entry; in a single object a name may itself be 'value'. */
function pairsIn(entry: Record<string, unknown>): Array<[string, unknown]> {
	const { name, key, value } = entry;
	const given = name ?? key ?? '';
	const isPair =
		('name' in entry || 'key' in entry) &&
		Object.keys(entry).every((one) => ['name', 'key', 'value'].includes(one));
	// A name may be a number, or missing when an expression gives nothing.
	return isPair && typeof given !== 'object' ? [[String(given), value]] : Object.entries(entry);
}
