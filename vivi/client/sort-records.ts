import { SORT_KEYS, type SortKey } from '../catalogue/filters';
import type { Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { recordMoments } from './record-moments';
import { filledTitle } from './record-title';

/**
 * Sorts records. Equal ones keep their order; records without that name or time come last in both
 * directions. Names are compared as people sort them: `agent 2` before `Agent 10`, `Émile` beside
 * `Emil`, by the same rules on every machine.
 */
export function sortRecords(
	records: readonly JsonObject[],
	resource: Pick<Resource, 'titleFields'>,
	key: SortKey,
): JsonObject[] {
	const { by, isDescending } = SORT_KEYS[key];
	const way = isDescending ? -1 : 1;
	if (by === 'name') {
		const { compare } = new Intl.Collator('en', { numeric: true });
		return sorted(records, nameReader(resource), (a, b) => way * compare(a, b));
	}
	return sorted(
		records,
		(record) => recordMoments(record)[by],
		(a, b) => way * (a - b),
	);
}

/** A hint where there is nothing to sort records by; undefined where one of them has it. */
export function notSorted(
	records: readonly JsonObject[],
	resource: Pick<Resource, 'titleFields'>,
	{ key, plural }: { key: SortKey; plural: string },
): string | undefined {
	const { by } = SORT_KEYS[key];
	const nameOf = nameReader(resource);
	const has = (record: JsonObject) =>
		(by === 'name' ? nameOf(record) : recordMoments(record)[by]) !== undefined;
	if (records.length < 2 || records.some(has)) return undefined;
	const what = by === 'name' ? 'has a name' : `says when it was ${by}`;
	return `None of the ${plural.toLowerCase()} ${what}, so they are in the order in which VIVI lists them.`;
}

function nameReader(resource: Pick<Resource, 'titleFields'>) {
	return (record: JsonObject) => filledTitle(record, resource)?.trim();
}

function sorted<Key>(
	records: readonly JsonObject[],
	keyOf: (record: JsonObject) => Key | undefined,
	compare: (a: Key, b: Key) => number,
): JsonObject[] {
	return records
		.map((record) => ({ record, key: keyOf(record) }))
		.sort((a, b) => {
			if (a.key === undefined || b.key === undefined) {
				return Number(a.key === undefined) - Number(b.key === undefined);
			}
			return compare(a.key, b.key);
		})
		.map(({ record }) => record);
}
