import { numberIn, withParameter } from '../address/url';
import type { Answer, Step } from './list-answer';

/** After so many overlaps in vain, the service is assumed to know only whole pages. */
const MAX_VAIN_OVERLAPS = 3;

/** Makes the requests for pages whose address no answer gives. */
export class PageSteps {
	/** The number of records in the fullest answer so far. */
	size = 0;
	private vainOverlaps = 0;

	/** @param wanted gives the number of records that are still wanted */
	constructor(private readonly wanted: () => number) {}

	/** The page from an offset on, with one record before it where that shows whether the list has moved. */
	byOffset({ step, ids, withIds }: Answer, offset: number): Step {
		const anchor = withIds ? ids.at(-1) : undefined;
		const plain: Step = { url: withParameter(step.url, 'offset', offset), style: 'offset' };
		const mayOverlap =
			this.vainOverlaps < MAX_VAIN_OVERLAPS && costsNoPage(this.size, this.wanted());
		if (anchor === undefined || offset === 0 || !mayOverlap) return plain;
		const url = withParameter(step.url, 'offset', offset - 1);
		return { ...plain, url, overlap: { anchor, offset } };
	}

	/** The same page, but from the end of the page before. */
	withoutOverlap(step: Step): Step {
		const { overlap, ...rest } = step;
		// Records were inserted before, or the service only knows offsets that are whole pages.
		this.vainOverlaps++;
		return overlap ? { ...rest, url: withParameter(step.url, 'offset', overlap.offset) } : step;
	}

	/** The page with the next number; `firstPage` is for a page that does not give its own number. */
	byNumber({ step }: Answer, firstPage = 1): Step {
		const number = numberIn(step.url, 'page') ?? firstPage;
		return { url: withParameter(step.url, 'page', number + 1), style: 'page' };
	}
}

/** Whether pages can overlap by one record without an extra page. */
function costsNoPage(size: number, wanted: number): boolean {
	if (size < 2) return false;
	return wanted === Infinity || Math.ceil(wanted / (size - 1)) === Math.ceil(wanted / size);
}
