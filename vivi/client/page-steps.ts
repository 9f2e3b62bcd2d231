import { numberIn, withParameter } from '../address/url';
import type { Answer, Step } from './list-answer';

/** Overlaps that led nowhere, after which the service is taken to know whole pages only. */
const MAX_VAIN_OVERLAPS = 3;

/** How the pages of a list are asked for that no answer has announced by its address. */
export class PageSteps {
	/** Records in the fullest answer so far. */
	size = 0;
	private vainOverlaps = 0;

	/** @param wanted how many records are still wanted */
	constructor(private readonly wanted: () => number) {}

	/** The page from there on, begun one record early where that shows whether the list has moved. */
	byOffset({ step, ids, withIds }: Answer, offset: number): Step {
		const anchor = withIds ? ids.at(-1) : undefined;
		const plain: Step = { url: withParameter(step.url, 'offset', offset), style: 'offset' };
		const mayOverlap =
			this.vainOverlaps < MAX_VAIN_OVERLAPS && costsNoPage(this.size, this.wanted());
		if (anchor === undefined || offset === 0 || !mayOverlap) return plain;
		const url = withParameter(step.url, 'offset', offset - 1);
		return { ...plain, url, overlap: { anchor, offset } };
	}

	/** The same page, begun where the one before has ended. */
	withoutOverlap(step: Step): Step {
		const { overlap, ...rest } = step;
		// Records were put in before, or the service only knows offsets that are whole pages.
		this.vainOverlaps++;
		return overlap ? { ...rest, url: withParameter(step.url, 'offset', overlap.offset) } : step;
	}

	/** The page with the next number; `firstPage` is that of a page which does not tell its own. */
	byNumber({ step }: Answer, firstPage = 1): Step {
		const number = numberIn(step.url, 'page') ?? firstPage;
		return { url: withParameter(step.url, 'page', number + 1), style: 'page' };
	}
}

/** Whether pages can overlap by one record without a further page being needed. */
function costsNoPage(size: number, wanted: number): boolean {
	if (size < 2) return false;
	return wanted === Infinity || Math.ceil(wanted / (size - 1)) === Math.ceil(wanted / size);
}
