import type { InputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import { textsOf, type RecordFilter } from './record-filters';

/** A filter that no record matches. */
export interface Unmatched {
	field: InputField;
	/** The texts that records have there, some of them. */
	values: string[];
}

/** Texts that are named to a person. */
const MOST_NAMED = 10;
const LONGEST_NAMED = 40;

/** What the records of a list have where it is filtered by a text: for a text that none of them has. */
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

/** What a person is told of it, who may have misspelt it. */
export function noneLikeIt({ field, values }: Unmatched, plural: string): string {
	return `None of the ${plural.toLowerCase()} has the ${field.label} that was filled in. There are: ${values.join(', ')}.`;
}
