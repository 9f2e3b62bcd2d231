import type { InputField } from '../catalogue/types';
import { ViviInputError } from '../errors';

/** What an error has to know of a field: its name for the shells, its label for the person. */
export type Named = Pick<InputField, 'name' | 'label'>;

/** A field that has to be filled in is empty. */
export function missing({ name, label }: Named): ViviInputError {
	return new ViviInputError({
		code: 'missing_value',
		field: name,
		message: `'${label}' is empty.`,
		hint: `Enter a value for '${label}'. If it comes from an earlier step, check that the step delivers one.`,
	});
}

/** What was filled in cannot be read. `what` completes "'Label' …" and does not repeat the value. */
export function invalid(
	{ name, label }: Named,
	what: string,
	hint: string,
	code = 'invalid_value',
): ViviInputError {
	return new ViviInputError({ code, field: name, message: `'${label}' ${what}.`, hint });
}
