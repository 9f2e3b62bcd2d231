import type { InputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { plainText, shortened } from '../text/plain-text';
import type { RecordFilter } from './record-filters';

/** A filter that no record matches. */
export interface Unmatched {
	field: InputField;
	/** Some of the records' texts in that field; empty when no record says anything about it. */
	values: string[];
}

/** How many texts a hint names. */
const MOST_NAMED = 10;
const LONGEST_NAMED = 40;

/**
 * Collects what the records of a list say about the fields of filters, for a hint about a text that no
 * record has, and about a field of which no record says anything.
 */
export class SeenTexts {
	private readonly seen: Array<{ filter: RecordFilter; isMatched: boolean; texts: Set<string> }>;
	private isEmpty = true;

	constructor(filters: readonly RecordFilter[]) {
		this.seen = filters
			// What does not say 'true' counts as 'false'.
			.filter(({ field }) => field.type !== 'boolean')
			.map((filter) => ({ filter, isMatched: false, texts: new Set() }));
	}

	take(record: JsonObject): void {
		this.isEmpty = false;
		for (const one of this.seen) {
			one.isMatched ||= one.filter.matches(record);
			if (one.isMatched || one.texts.size >= MOST_NAMED) continue;
			for (const text of one.filter.valuesOf(record)) one.texts.add(text);
		}
	}

	unmatched(): Unmatched[] {
		return (
			this.seen
				.filter(({ isMatched }) => !isMatched && !this.isEmpty)
				.map(({ filter: { field }, texts }) => ({ field, values: shownOf(texts) }))
				// Times and IDs of records help nobody to find a mistake.
				.filter(({ field, values }) => values.length === 0 || isText(field))
		);
	}
}

function isText({ type }: InputField): boolean {
	return type === 'string' || type === 'options';
}

function shownOf(texts: ReadonlySet<string>): string[] {
	return [...texts].slice(0, MOST_NAMED).map((text) => shortened(plainText(text), LONGEST_NAMED));
}

/** The hint for a person, who may have misspelt the text, or filters by what VIVI does not tell. */
export function noneLikeIt({ field, values }: Unmatched, plural: string): string {
	const records = plural.toLowerCase();
	if (values.length > 0) {
		return `None of the ${records} has the ${field.label} that was filled in. There are: ${values.join(', ')}.`;
	}
	return `None of the ${records} says anything that '${field.label}' could be compared with, so all of them were left out.`;
}
