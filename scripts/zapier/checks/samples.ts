import { staticFields, type Field, type NamedStep } from '../definition';
import { ofSteps, type Check } from './check';

/** A date, or a date and a time with its zone. */
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/;
const MONTHS =
	/^\d{1,2}\.? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}\b/i;
const DIGITS = /^\d{4}-\d{2}-\d{2}|^\d{1,2}[./]\d{1,2}[./]\d{2,4}\b/;
const DATE_KEY = /(At|_at|Date|_date|Time|_time)$/;

const TYPES: Record<string, (value: unknown) => boolean> = {
	integer: Number.isInteger,
	number: (value) => typeof value === 'number',
	boolean: (value) => typeof value === 'boolean',
	datetime: (value) => typeof value === 'string' && ISO_DATE.test(value),
	json: (value) => typeof value === 'object',
};
const isText = (value: unknown) => typeof value === 'string';

const looksLikeDate = (key: string, value: unknown): value is string =>
	typeof value === 'string' &&
	value !== '' &&
	(DATE_KEY.test(key) || MONTHS.test(value) || DIGITS.test(value));

/** Every value of a sample with the way to it. */
function* leaves(value: unknown, path: string): Generator<{ path: string; value: unknown }> {
	if (typeof value !== 'object' || value === null) {
		yield { path, value };
		return;
	}
	for (const [key, inner] of Object.entries(value)) {
		yield* leaves(inner, path === '' ? key : `${path}.${key}`);
	}
}

/** The values a field stands for: `owner__name` is inside `owner`, `files[]name` in each of `files`. */
function valuesOf(sample: unknown, key: string): unknown[] {
	const [first, ...rest] = key.split(/__|\[\]/).filter(Boolean);
	if (typeof sample !== 'object' || sample === null) return [];
	const value = key in sample ? sample[key as never] : sample[first as never];
	if (value === undefined) return [];
	if (key in sample || rest.length === 0) return [value];
	return [value].flat().flatMap((inner) => valuesOf(inner, rest.join('__')));
}

function wrongFields(sample: unknown, fields: readonly Field[]): string[] {
	return fields.flatMap((field) => {
		const { key, type = 'string', list = false, required = false, children } = field;
		const values = valuesOf(sample, key);
		if (values.length === 0) return required ? [`'${key}' is not in the sample`] : [];
		if (children) return values.flat().flatMap((value) => wrongFields(value, children));
		const fits = TYPES[type] ?? isText;
		return values
			.flatMap((value) => (list ? [value].flat() : [value]))
			.filter((value) => value !== null && !fits(value))
			.map(() => `'${key}' in the sample is not of the type ${type}`);
	});
}

const topLevel = (fields: NamedStep['step']['operation']['outputFields'] = []) =>
	fields.filter((field): field is Field => typeof field !== 'function');

export const sampleChecks: Check[] = [
	ofSteps('D010', ({ kind, step: { operation } }) => {
		if (kind !== 'triggers' || (operation.type ?? 'polling') !== 'polling') return [];
		const primary = staticFields(operation.outputFields).filter((field) => field.primary);
		const keys = primary.length > 0 ? primary.map(({ key }) => key) : ['id'];
		return keys
			.filter((key) => !['string', 'number'].includes(typeof valuesOf(operation.sample, key)[0]))
			.map((key) => `the sample lacks '${key}', by which Zapier tells records apart`);
	}),
	ofSteps('D012', ({ step: { display, operation } }) => {
		const isEmpty = Object.keys(operation.sample ?? {}).length === 0;
		return isEmpty && !display.hidden && 'has no sample';
	}),
	ofSteps('D023', ({ step: { operation } }) =>
		[...leaves(operation.sample ?? {}, '')]
			.filter(({ path, value }) => looksLikeDate(path, value) && !ISO_DATE.test(value))
			.map(({ path }) => `'${path}' in the sample is no ISO 8601 date, or a time without its zone`),
	),
	ofSteps('D024', ({ step: { operation } }) =>
		operation.sample ? wrongFields(operation.sample, topLevel(operation.outputFields)) : [],
	),
];
