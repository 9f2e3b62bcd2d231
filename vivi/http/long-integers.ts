/**
 * What looks like a whole number of 16 digits or more at the place of a JSON value; it may still be
 * part of a text. Neither a key nor a number with leading zeros, fraction or exponent looks like that,
 * so that no text which is no JSON becomes JSON by quotes around what is found.
 */
const CANDIDATE = /(?<=[:,[\s]|^)-?[1-9]\d{15,}(?=\s*(?:[,\]}]|$))/g;

/**
 * Puts whole numbers of a JSON text that JavaScript would round into quotes. The host's own way, the
 * source text in a reviver (Node.js from 21 on), takes several times as long as the reading itself and
 * is not everywhere; this takes less than that, and little where there is no such number.
 * @param toText what stands in the quotes instead of the digits
 */
export function quoteLongIntegers(json: string, toText: (digits: string) => string): string {
	let quoted = '';
	let copied = 0;
	// Always outside of a text: whatever is before it has been looked at.
	let outside = 0;
	const candidates = new RegExp(CANDIDATE);
	for (let found; (found = candidates.exec(json));) {
		const [digits] = found;
		outside = nextOutside(json, outside, found.index);
		if (outside > found.index) {
			candidates.lastIndex = outside;
		} else if (!Number.isSafeInteger(Number(digits))) {
			quoted += `${json.slice(copied, found.index)}"${toText(digits)}"`;
			copied = found.index + digits.length;
		}
	}
	return copied === 0 ? json : quoted + json.slice(copied);
}

/** The first place from `target` on that is not within a text; `from` is such a place before it. */
function nextOutside(json: string, from: number, target: number): number {
	for (let at = from; ;) {
		const start = json.indexOf('"', at);
		if (start === -1 || start >= target) return target;
		at = endOfText(json, start);
		if (at > target) return at;
	}
}

/** Where the text that begins there is over, behind its quote. */
function endOfText(json: string, start: number): number {
	for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (json[end - 1 - backslashes] === '\\') backslashes++;
		if (backslashes % 2 === 0) return end + 1;
	}
	return json.length;
}
