import type { InputField } from '../catalogue/types';
import { invalid, type Named } from './problems';
import { trimmed } from '../text/trimmed';

/** A field for a number, and its limits. */
export type NumberField = Named & Pick<InputField, 'whole' | 'min' | 'max'>;

/** A number as people write it; Number() would also take '0x10' and ''. */
export const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a number, also from a text.
 * @throws ViviInputError `invalid_value` naming the field and its limits
 */
export function readNumber(field: NumberField, given: unknown): number {
	const { whole = false, min = -Infinity, max = Infinity } = field;
	const text = typeof given === 'string' ? trimmed(given) : undefined;
	const number = text === undefined ? given : DECIMAL.test(text) ? Number(text) : NaN;
	const refuse = (what: string) => invalid(field, what, rangeHint(field));

	if (typeof number !== 'number' || !Number.isFinite(number)) throw refuse('is not a number');
	if (whole && !Number.isSafeInteger(number)) throw refuse('is not a whole number');
	if (number < min) throw refuse(`is below ${min}`);
	if (number > max) throw refuse(`is above ${max}`);
	return number;
}

function rangeHint({ whole, min, max }: NumberField): string {
	const what = whole ? 'a whole number' : 'a number';
	if (min !== undefined && max !== undefined) return `Enter ${what} from ${min} to ${max}.`;
	return min === undefined ? `Enter ${what}, such as 5.` : `Enter ${what} from ${min} on.`;
}
