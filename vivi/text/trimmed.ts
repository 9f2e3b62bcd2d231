/**
 * Blanks, and characters that show nothing: soft hyphens, zero-width spaces and joiners, marks of writing
 * direction, byte order marks. Web pages, mails and PDF files put them around what is copied from them.
 */
export const SHOWS_NOTHING = /[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/;

/** A text without what shows nothing around it; what stands inside is kept. */
export function trimmed(text: string): string {
	// Not one pattern for both ends: it would try each run of blanks inside the text anew.
	let [start, end] = [0, text.length];
	while (start < end && SHOWS_NOTHING.test(text[start]!)) start++;
	while (end > start && SHOWS_NOTHING.test(text[end - 1]!)) end--;
	return text.slice(start, end);
}

/** Whether nothing was filled in; a list of nothing but blanks holds nothing either. */
export function isBlank(value: unknown): boolean {
	if (Array.isArray(value)) return value.every(isBlankEntry);
	return isBlankEntry(value);
}

function isBlankEntry(value: unknown): boolean {
	return (
		value === undefined || value === null || (typeof value === 'string' && trimmed(value) === '')
	);
}
