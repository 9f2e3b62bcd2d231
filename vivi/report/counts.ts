import type { Figure } from '../catalogue/report';
import type { ChangeCounts, Counts } from './types';

/** The sum of the known numbers; null when none is known, since that does not mean 0. */
export function sumOfKnown(values: ReadonlyArray<number | null>): number | null {
	const known = values.filter((value) => value !== null);
	return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/** A count for each figure. */
export function countsOf(
	figures: readonly Figure[],
	of: (figure: Figure) => number | null,
): Counts {
	return Object.fromEntries(figures.map((figure) => [figure, of(figure)])) as Counts;
}

/** A count for each kind of change. */
export function changeCountsOf(of: (key: keyof ChangeCounts) => number | null): ChangeCounts {
	return {
		createdCount: of('createdCount'),
		updatedCount: of('updatedCount'),
		unknownCount: of('unknownCount'),
	};
}
