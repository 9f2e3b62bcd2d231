/**
 * How many levels of nesting an answer may have; real answers have far fewer. Ruby's JSON has the
 * same limit.
 */
export const MOST_LEVELS = 100;

/**
 * Makes JSON safe to walk: a value deeper than {@link MOST_LEVELS} becomes its JSON text.
 * `JSON.parse` reads any depth, but a recursive walk over the result overflows the stack:
 * `JSON.stringify` at some thousand levels, and n8n and Zapier do the same with the records they
 * get.
 * @param value from `JSON.parse`; may be changed
 */
export function cutDeep(value: unknown): unknown {
	return cut(value, MOST_LEVELS);
}

function cut(value: unknown, levels: number): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return textOf(value);
	if (Array.isArray(value)) {
		for (let at = 0; at < value.length; at++) {
			const inner: unknown = value[at];
			if (typeof inner === 'object') value[at] = cut(inner, levels - 1);
		}
		return value;
	}
	const fields = value as Record<string, unknown>;
	for (const key in fields) {
		const inner = fields[key];
		if (typeof inner !== 'object') continue;
		const shallow = cut(inner, levels - 1);
		if (shallow !== inner) fields[key] = shallow;
	}
	return value;
}

/** The error text for a value that is nested deeper than that. */
export const TOO_DEEP = {
	what: `is nested more than ${MOST_LEVELS} levels deep`,
	hint: 'Leave out what lies deeper, or turn it into text.',
};

/** Whether a value is nested deeper than {@link MOST_LEVELS}. */
export function isDeep(value: unknown, levels = MOST_LEVELS): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	return Object.values(value).some((inner) => isDeep(inner, levels - 1));
}

/**
 * The JSON text of a value of any depth. A list holds what is still to be written, instead of the
 * stack.
 */
function textOf(value: unknown): string {
	let text = '';
	const waiting: Array<{ text: string } | { value: unknown }> = [{ value }];
	for (let piece = waiting.pop(); piece; piece = waiting.pop()) {
		if ('text' in piece) {
			text += piece.text;
			continue;
		}
		const { value: next } = piece;
		if (typeof next !== 'object' || next === null) {
			text += JSON.stringify(next);
			continue;
		}
		const isList = Array.isArray(next);
		text += isList ? '[' : '{';
		waiting.push({ text: isList ? ']' : '}' });
		const entries = Object.entries(next);
		for (let at = entries.length - 1; at >= 0; at--) {
			const [key, inner] = entries[at]!;
			const name = isList ? '' : `${JSON.stringify(key)}:`;
			waiting.push({ value: inner }, { text: `${at > 0 ? ',' : ''}${name}` });
		}
	}
	return text;
}
