import { ViviInputError } from '../errors';
import { scrub } from '../http/service-message';

/** A field of which only these values have a meaning to us. */
export interface ChoiceField<Value extends string> {
	name: string;
	label: string;
	options: ReadonlyArray<{ value: Value; label: string }>;
}

/**
 * The value that was chosen, given as value or label, in any case and with blanks around it. Whatever
 * is decided by a choice is decided by what this gives, never by the text that somebody wrote.
 * @throws ViviInputError `unknown_choice` naming the field and its choices
 */
export function readChoice<Value extends string>(
	{ name, label, options }: ChoiceField<Value>,
	given: unknown,
): Value {
	const wanted = typeof given === 'string' ? given.trim().toLowerCase() : undefined;
	const choice = options.find((option) =>
		[option.value.toLowerCase(), option.label.toLowerCase()].includes(wanted ?? ''),
	);
	if (choice && wanted !== '') return choice.value;
	const shown = wanted ? `"${scrub(String(given))?.slice(0, 40) ?? '…'}"` : 'empty or no text';
	throw new ViviInputError({
		code: 'unknown_choice',
		field: name,
		message: `'${label}' is ${shown}, which is none of its choices.`,
		hint: `Choose one of: ${options.map((option) => option.label).join(', ')}. An expression may give any of them.`,
	});
}
