import { scrub } from '../text/scrub';
import { invalid, type Named } from './problems';
import { trimmed } from '../text/trimmed';

/** A field with options to choose from. */
export interface ChoiceField<Value extends string = string> extends Named {
	options?: ReadonlyArray<{ value: Value; label: string }>;
}

/**
 * The value of the option that was chosen. People, expressions and earlier steps give its value or its
 * label, in any case, with blanks, hyphens and underscores as they please. Whatever is decided by a choice
 * is decided by what this gives, never by the text that somebody wrote.
 * @param more what the hint says besides
 * @throws ViviInputError `unknown_choice` naming the field and its choices
 */
export function readChoice<Value extends string>(
	field: ChoiceField<Value>,
	given: unknown,
	more = '',
): Value {
	const chosen = findChoice(field, given);
	if (chosen !== undefined) return chosen;
	const text = typeof given === 'string' ? trimmed(given) : '';
	const shown = text === '' ? 'empty or no text' : `"${scrub(text)?.slice(0, 40) ?? '…'}"`;
	const choices = (field.options ?? []).map(({ label }) => label).join(', ');
	throw invalid(
		field,
		`is ${shown}, which is none of its choices`,
		`Choose one of: ${choices}. An expression may give any of them.${more}`,
		'unknown_choice',
	);
}

/** As {@link readChoice}, but undefined where nothing of that kind can be chosen. */
export function findChoice<Value extends string>(
	{ options }: ChoiceField<Value>,
	given: unknown,
): Value | undefined {
	if (typeof given !== 'string') return undefined;
	const exact = trimmed(given);
	const wanted = folded(given);
	const option =
		options?.find(({ value }) => value === exact) ??
		options?.find(({ value, label }) => folded(value) === wanted || folded(label) === wanted);
	return option?.value;
}

/** What is the same in all spellings of a choice. */
export function folded(text: string): string {
	return trimmed(text)
		.normalize('NFC')
		.toLowerCase()
		.replace(/[\s_-]+/g, '');
}
