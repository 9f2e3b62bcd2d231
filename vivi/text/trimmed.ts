/**
 * Blanks, and characters that show nothing: soft hyphens, zero-width spaces and joiners, direction
 * marks, byte order marks. Text that is copied from web pages, mails and PDF files often has them
 * around it.
 */
export const SHOWS_NOTHING = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

/** Removes such characters at both ends of a text; those inside stay. */
export function trimmed(text: string): string {
	// Two patterns, because one pattern for both ends would try each run of blanks inside the text.
	let [start, end] = [0, text.length];
	while (start < end && SHOWS_NOTHING.test(text[start]!)) start++;
	while (end > start && SHOWS_NOTHING.test(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** Whether nothing was filled in; a list of blanks holds nothing either. */
export function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isBlankEntry);
	return isBlankEntry(value);
}

function isBlankEntry(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && trimmed(value) === '')
	);
}
