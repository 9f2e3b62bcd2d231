import type { InputField } from '../catalogue/types';
import { ViviInputError } from '../errors';

/** What an error needs of a field: its name for the shells, its label for the person. */
export type Named = Pick<InputField, 'name' | 'label'>;

/** The error for a required field that is empty. */
export function missing({ name, label }: Named): ViviInputError {
	return new ViviInputError({
		code: 'missing_value',
		field: name,
		message: `'${label}' is empty.`,
		hint: `Enter a value for '${label}'. If it comes from an earlier step, check that the step delivers one.`,
	});
}

/**
 * The error for a value that cannot be read. `what` completes "'Label' …" and does not repeat the
 * value.
 */
export function invalid(
	{ name, label }: Named,
	what: string,
	hint: string,
	code = 'invalid_value',
): ViviInputError {
	return new ViviInputError({ code, field: name, message: `'${label}' ${what}.`, hint });
}
