import { createdAfter, createdBefore, updatedAfter, updatedBefore } from '../catalogue/filters';
import type { InputField } from '../catalogue/types';
import type { JsonObject, JsonValue } from '../http/json';
import { folded } from '../input/choice';
import { readMoment } from '../input/moment';
import { isoText } from '../input/text';
import { isBlank } from '../text/trimmed';
import { readField, type InputValues } from './input-values';
import { recordMoments, type RecordMoments } from './record-moments';
import { referenceReader } from './references';
import { own } from './values-under';

/** A condition on one field of a list's records. */
export interface RecordFilter {
	field: InputField;
	/** The query parameter for VIVI, with the field's name. */
	asked: JsonValue;
	matches: (record: JsonObject) => boolean;
	/** Whether a record shows that VIVI ignores the filter. */
	isIgnored: (record: JsonObject) => boolean;
	/** What a record says about it. */
	valuesOf: (record: JsonObject) => string[];
}

/**
 * Some services read a moment as a day, perhaps by their own clock, and include it or not. So the
 * query begins a day earlier and ends a day later, and the records are checked exactly.
 */
const MARGIN_MS = 24 * 60 * 60 * 1000;

/** The time that a filter is about, and the wanted side of the moment. */
const MOMENTS: Readonly<Record<string, { of: keyof RecordMoments; isAfter: boolean }>> = {
	[createdAfter.name]: { of: 'created', isAfter: true },
	[createdBefore.name]: { of: 'created', isAfter: false },
	[updatedAfter.name]: { of: 'updated', isAfter: true },
	[updatedBefore.name]: { of: 'updated', isAfter: false },
};

/**
 * Reads the filters that were filled in.
 * @param timeZone of a moment without a time zone
 * @throws ViviInputError naming the field that cannot be read
 */
export function readFilters(
	fields: readonly InputField[],
	values: InputValues,
	timeZone?: string,
): RecordFilter[] {
	return fields
		.map((field) => {
			const moment = MOMENTS[field.name];
			const given = values[field.name];
			return moment ? byMoment(field, given, moment, timeZone) : byValue(field, given);
		})
		.filter((filter) => filter !== undefined);
}

function byMoment(
	field: InputField,
	given: unknown,
	{ of, isAfter }: { of: keyof RecordMoments; isAfter: boolean },
	timeZone?: string,
): RecordFilter | undefined {
	if (isBlank(given)) return undefined;
	const moment = readMoment(isoText(given) ?? given, field, timeZone);
	const outwards = isAfter ? -MARGIN_MS : MARGIN_MS;
	const isWithin = (own: number, bound: number) => (isAfter ? own >= bound : own < bound);
	return {
		field,
		asked: new Date(moment + outwards).toISOString(),
		matches: (record) => {
			const own = recordMoments(record)[of];
			return own !== undefined && isWithin(own, moment);
		},
		isIgnored: (record) => {
			const own = recordMoments(record)[of];
			return own !== undefined && !isWithin(own, moment + 3 * outwards);
		},
		valuesOf: (record) => {
			const own = recordMoments(record)[of];
			return own === undefined ? [] : [new Date(own).toISOString()];
		},
	};
}

function byValue(field: InputField, given: unknown): RecordFilter | undefined {
	const asked = readField(field, given);
	if (asked === undefined) return undefined;
	const valuesOf = textReader(field);
	const matches = testOf(field, asked, valuesOf);
	return { field, asked, matches, isIgnored: (record) => !matches(record), valuesOf };
}

function testOf(
	field: InputField,
	asked: JsonValue,
	textsOf: (record: JsonObject) => string[],
): (record: JsonObject) => boolean {
	switch (field.type) {
		case 'boolean':
			// A record that does not say it counts as false.
			return (record) => isYes(own(record, field.name)) === asked;
		case 'reference':
			// Two IDs may differ by their case alone.
			return (record) => textsOf(record).includes(String(asked));
		default: {
			const wanted = folded(String(asked));
			return (record) => textsOf(record).some((own) => folded(own) === wanted);
		}
	}
}

/** Reads a record's texts for that field; of a list, each entry. */
function textReader(field: InputField): (record: JsonObject) => string[] {
	if (field.type === 'reference') return referenceReader(field.name);
	return (record) =>
		[own(record, field.name)]
			.flat()
			.filter((value) => typeof value === 'string' || typeof value === 'number')
			.map(String);
}

function isYes(value: JsonValue | undefined): boolean {
	return value === true || value === 1 || value === 'true';
}
