import { scrub } from '../text/scrub';
import { invalid, type Named } from './problems';
import { trimmed } from '../text/trimmed';

/** A field with options to choose from. */
interface ChoiceField<Value extends string = string> extends Named {
	options?: ReadonlyArray<{ value: Value; label: string }>;
}

/**
 * The value of the chosen option. People, expressions and earlier steps give its value or its label,
 * in any case, with any blanks, hyphens and underscores. Code decides by this value only, never by
 * the text that somebody wrote.
 * @param more further text for the hint
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
	const labels = (field.options ?? []).map(({ label }) => label);
	// 'Name, A to Z' would look like two choices.
	const choices = labels.join(labels.some((label) => label.includes(',')) ? '; ' : ', ');
	throw invalid(
		field,
		`is ${shown}, which is none of its choices`,
		`Choose one of: ${choices}. A value from an earlier step may be any of them.${more}`,
		'unknown_choice',
	);
}

/** As {@link readChoice}, but undefined where the field has no options. */
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

/** The part of a choice that all its spellings share. */
export function folded(text: string): string {
	return trimmed(text)
		.normalize('NFC')
		.toLowerCase()
		.replace(/[\s_-]+/g, '');
}
