import type { InputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import { textsOf, type RecordFilter } from './record-filters';

/** A filter that no record matches. */
export interface Unmatched {
	field: InputField;
	/** Some of the records' texts in that field. */
	values: string[];
}

/** How many texts a hint names. */
const MOST_NAMED = 10;
const LONGEST_NAMED = 40;

/** Collects texts of a list's records for filters by text, for a hint about a text that no record has. */
export class SeenTexts {
	private readonly seen: Array<{ filter: RecordFilter; isMatched: boolean; texts: Set<string> }>;

	constructor(filters: readonly RecordFilter[]) {
		this.seen = filters
			.filter(({ field }) => field.type === 'string' || field.type === 'options')
			.map((filter) => ({ filter, isMatched: false, texts: new Set() }));
	}

	take(record: JsonObject): void {
		for (const one of this.seen) {
			one.isMatched ||= one.filter.matches(record);
			if (one.isMatched || one.texts.size >= MOST_NAMED) continue;
			for (const text of textsOf(record, one.filter.field)) one.texts.add(text);
		}
	}

	unmatched(): Unmatched[] {
		return this.seen
			.filter(({ isMatched, texts }) => !isMatched && texts.size > 0)
			.map(({ filter: { field }, texts }) => ({
				field,
				values: [...texts]
					.slice(0, MOST_NAMED)
					.map((text) => shortened(plainText(text), LONGEST_NAMED)),
			}));
	}
}

/** The hint for a person, who may have misspelt the text. */
export function noneLikeIt({ field, values }: Unmatched, plural: string): string {
	return `None of the ${plural.toLowerCase()} has the ${field.label} that was filled in. There are: ${values.join(', ')}.`;
}
