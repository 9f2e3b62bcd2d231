/** The sum of the known numbers; null when none is known, since that does not mean 0. */
export function sumOfKnown(values: ReadonlyArray<number | null>): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}
