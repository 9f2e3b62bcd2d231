import { invalid, type Named } from './problems';

/**
 * Reads a text unchanged; numbers, booleans and dates become text.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readText(field: Named, given: unknown): string {
	if (typeof given === 'string') return given;
	// The number does not hold all its digits, and may be another record's ID.
	if (Number.isInteger(given) && !Number.isSafeInteger(given)) {
		throw invalid(
			field,
			'is a number that is not exact',
			'Put long numbers in quotes, as text, where they come from.',
		);
	}
	if (Number.isFinite(given) || typeof given === 'boolean') return String(given);
	const date = isoText(given);
	if (date !== undefined) return date;
	throw invalid(
		field,
		'is not text',
		'Enter text. If it comes from an earlier step, check that the step delivers text.',
	);
}

/**
 * The ISO form of a date from an expression, an object that knows it (Date, Luxon); undefined for
 * anything else.
 */
export function isoText(given: unknown): string | undefined {
	if (typeof given !== 'object' || given === null || !('toJSON' in given)) return undefined;
	const { toJSON } = given;
	const text: unknown = typeof toJSON === 'function' ? toJSON.call(given) : undefined;
	return typeof text === 'string' ? text : undefined;
}
