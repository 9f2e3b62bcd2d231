/** Numbers from 0 (inclusive) to 1, always the same ones for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/**
 * Eight hex digits that look random but never repeat within 2³² calls: every step is a bijection on
 * 32 bits. Random draws would repeat themselves among 100,000 records.
 */
export function scrambledHex(counter: number): string {
	let value = Math.imul(counter ^ 0x5bd1e995, 0x9e3779b1);
	value ^= value >>> 16;
	value = Math.imul(value, 0x85ebca6b);
	value ^= value >>> 13;
	return (value >>> 0).toString(16).padStart(8, '0');
}
