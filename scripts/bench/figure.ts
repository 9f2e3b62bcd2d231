/** Some runs of the same thing. */
export interface Sample {
	who: string;
	/** One value per run, in the figure's unit. */
	values: number[];
}

/** Something measured side by side in one run: ours and what people would use in its place. */
export interface Figure {
	name: string;
	unit: string;
	ours: Sample;
	peers: Sample[];
	/** Ours divided by the first peer is to be at most, or at least, this. */
	target?: { atMost: number } | { atLeast: number };
	/** Further facts of the run, such as what was lost. */
	notes?: string[];
}

/** The middle value; of two middle ones their mean. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Ours divided by the first peer, by their medians; undefined without a peer. */
export function ratioOf({ ours, peers }: Figure): number | undefined {
	return peers[0] && median(ours.values) / median(peers[0].values);
}

/** Whether the target is met; undefined without one. */
export function isMet(figure: Figure): boolean | undefined {
	const ratio = ratioOf(figure);
	const { target } = figure;
	if (!target || ratio === undefined) return undefined;
	return 'atMost' in target ? ratio <= target.atMost : ratio >= target.atLeast;
}
