/** The middle of some figures, and how far they lie apart. */
export interface Spread {
	median: number;
	min: number;
	max: number;
}

export function spreadOf(figures: readonly number[]): Spread {
	const sorted = [...figures].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low, high] = [sorted[Math.ceil(middle) - 1]!, sorted[Math.floor(middle)]!];
	return { median: (low + high) / 2, min: sorted[0]!, max: sorted.at(-1)! };
}
