import { numberIn, withParameter } from '../address/url';
import { isJsonObject, type JsonObject } from '../http/json';
import { askForMore, type AskedList } from './ask-for-more';
import { isKnownToEnd, isUnpaged, isWholeList } from './known-end';
import { keepFor, type ListFacts } from './known-lists';
import type { Answer, Step, Tried } from './list-answer';
import { ListTotal } from './list-total';
import { nextPage } from './next-page';
import type { NextPage } from './page-answer';
import { pageNumberOf } from './paging-info';
import { openList } from './open-list';
import { PageRequests, type PageRequestOptions } from './page-requests';
import { PageSteps } from './page-steps';
import { PagePath } from './page-path';
import { pagingLoop } from './paging-errors';
import { saysWhenMore } from './says-when-more';
import { SeenRecords } from './seen-records';

/**
 * What is known about the end of a list that was read to its end. `stated`: the service says that nothing
 * follows. `asked`: the service was asked, now or earlier, and had nothing more. `unknown`: the service
 * says nothing and cannot be asked, so more may follow.
 */
export type ListEnd = 'stated' | 'asked' | 'unknown';

export interface PagingOptions extends PageRequestOptions {
	/** Pages outside of it are never asked for. */
	base: URL;
	/** The first page. */
	url: string;
	/** How many records are wanted; all unless given. */
	limit?: number | undefined;
	/** Facts of earlier readings; this one adds its own. */
	facts?: ListFacts;
	/** Asks for the end even where earlier readings say where it is. */
	doubt?: boolean | undefined;
	/** Gives a record the catalogue's names; it keeps its own unless given. */
	record?: (record: JsonObject) => JsonObject;
}

/** The records of a list, a page at a time; each is read once. */
export interface RecordList extends AsyncIterable<JsonObject[]> {
	/** What is known about its end; undefined as long as it was not read to its end. */
	readonly end: ListEnd | undefined;
}

/** How many records are asked for at once; the largest number that services commonly allow. */
export const PAGE_SIZE = 100;

/** After so many readings the facts about a list are checked again: services change. */
const TRUSTED_READINGS = 50;

/**
 * Reads a list page by page and yields the records of each page, every record once.
 *
 * Lists change while they are read. A record that moves to a later page comes twice; its ID shows
 * that, and it is dropped. A record that moves to an earlier page, because one before it was
 * deleted, would be missed. With offsets, pages overlap by one record that must be a known one; with
 * the other styles, a smaller total shows it. In both cases the list is read again from a little
 * further up. Numbered pages without a total cannot be guarded like that.
 *
 * When a list does not say whether more follows, the service is asked, see `askForMore`.
 * @throws ViviApiError `paging_loop` when the list leads back to an earlier page; it does not count
 * as a whole list then. `list_too_long` when the list shows no end
 */
export class ListReading implements AskedList, RecordList {
	readonly facts: ListFacts;
	end: ListEnd | undefined;
	/** How to ask for pages that no answer announces, once a way has worked. */
	way: 'offset' | 'page' | undefined;
	readonly seen = new SeenRecords();
	readonly total = new ListTotal();
	readonly steps: PageSteps;
	private readonly requests: PageRequests;
	/** Whether to ask for the end although earlier readings know it. */
	private readonly doubts: boolean;
	private readonly limit: number;
	private readonly path = new PagePath();
	private firstPage: number | undefined;
	private pages = 0;
	private taken = 0;

	constructor(private readonly options: PagingOptions) {
		this.facts = options.facts ?? { fullest: 0 };
		this.facts.readings = (this.facts.readings ?? 0) + 1;
		this.doubts = options.doubt === true || this.facts.readings % TRUSTED_READINGS === 0;
		this.limit = options.limit ?? Infinity;
		this.requests = new PageRequests(options, () => this.taken);
		this.steps = new PageSteps(() => this.limit - this.taken);
	}

	async *[Symbol.asyncIterator](): AsyncGenerator<JsonObject[]> {
		const { record } = this.options;
		let answer = this.taken < this.limit ? await this.open() : undefined;
		while (answer) {
			const instead = this.readInstead(answer);
			if (instead) {
				answer = await this.fetch(instead);
				continue;
			}
			const records = this.take(answer);
			if (records.length > 0) yield record ? records.map(record) : records;
			if (this.taken >= this.limit) return;
			answer = await this.after(answer);
		}
	}

	/** The first page. */
	async open(): Promise<Answer> {
		const { facts, doubts } = this;
		const fetch = async (step: Step) => await this.fetch(step);
		return await openList(this.options.url, { facts, doubts, fetch });
	}

	/**
	 * Gets a page of the list.
	 * @throws ViviApiError `paging_loop` when the list leads back to an earlier page
	 */
	async fetch(step: Step): Promise<Answer> {
		if (!this.path.enter(step.url)) throw this.loop();
		return await this.requests.get(step);
	}

	/** Gets a page that may not exist. */
	async tryFetch(step: Step): Promise<Tried> {
		return await this.requests.tryGet(step);
	}

	/** The page to read instead of one that shows that the list has moved, or that pages cannot overlap. */
	private readInstead(answer: Answer): Step | undefined {
		const { step, keys, withIds } = answer;
		const { overlap, isBack } = step;
		this.total.note(answer);
		this.steps.size = Math.max(this.steps.size, keys.length);
		if (overlap && this.seen.repeats(answer)) return this.steps.withoutOverlap(step);
		const [first] = keys;
		if ((!overlap && !isBack) || !withIds || (first !== undefined && this.seen.has(first))) {
			return undefined;
		}
		// This page comes again later; taken now, it would hide the place where the reading was interrupted.
		if (!this.path.countIdle()) throw this.loop();
		const from = numberIn(step.url, 'offset') ?? 0;
		const offset = Math.max(0, from - Math.max(1, this.steps.size - 1));
		this.path.clear();
		this.seen.forgetPrevious();
		const url = withParameter(step.url, 'offset', offset);
		return { url, style: 'offset', isBack: offset > 0, ...(step.isAsked && { isAsked: true }) };
	}

	/** The new records of a page, as far as they are wanted. */
	private take(answer: Answer): JsonObject[] {
		const { step, records, withIds } = answer;
		if (this.pages++ === 0) {
			this.firstPage = pageNumberOf(answer.body);
			if (records.length > 0) keepFor(containerOf(answer), this.facts);
		}
		this.facts.fullest = Math.max(this.facts.fullest, records.length);
		// This may happen once, when a whole page of records was inserted before, but not again and again.
		const isCircle = this.total.grown === 0 && (this.seen.repeated || !withIds);
		if (isCircle && !step.isAsked && this.seen.repeats(answer)) throw this.loop();

		const fresh = this.seen.take(answer);
		if (fresh.length === 0) {
			if (!this.path.countIdle()) throw this.loop();
			return [];
		}
		const wanted = fresh.slice(0, this.limit - this.taken);
		this.taken += wanted.length;
		this.path.madeProgress();
		return wanted;
	}

	/** The page after a taken one; undefined at the end of the list. */
	private async after(answer: Answer): Promise<Answer | undefined> {
		const back = this.goBack(answer);
		if (back) return await this.fetch(back);
		const next = this.nextAfter(answer);
		if (next === 'end') {
			// A page that repeats the one before cannot be the last one: its own records are missing.
			if (this.seen.repeated && !answer.step.isAsked) throw this.loop();
			return this.finish('stated');
		}
		if (next === 'unsaid') return await this.ask(answer);
		// If only the total says so, an answer without a total says nothing.
		if (this.total.count === undefined) this.facts.speaks = true;
		if (next.style !== 'offset') return await this.fetch(next);
		if (!next.isGuess) return await this.fetch(this.steps.byOffset(answer, next.offset));
		if (this.way) return await this.fetch(this.stepBy(this.way, answer, next.offset));
		return await this.findWhatIsThere(answer, next.offset);
	}

	/** What a page says about the one after it. */
	private nextAfter(answer: Answer): NextPage | 'end' | 'unsaid' {
		const { step, headers, body, records } = answer;
		return nextPage({
			...{ base: this.options.base, url: step.url, headers, body, style: step.style },
			...{ count: records.length, size: this.steps.size, reached: this.reached(answer) },
			...{ firstPage: this.firstPage, wasGiven: this.pages > 1 && !step.isAsked },
		});
	}

	/** The page to read again, when a smaller total says that records have moved to an earlier page. */
	private goBack({ step, withIds }: Answer): Step | undefined {
		const { vanished } = this.total;
		const isDue = vanished > 0 && withIds && !step.overlap;
		if (!isDue || !this.path.canGoBack) return undefined;
		const url = this.path.goBack(Math.ceil(vanished / Math.max(1, this.steps.size)));
		this.seen.forgetPrevious();
		return { ...step, url, style: step.style ?? 'url' };
	}

	/** Asks for the page after one that does not say whether more follows. */
	private async ask(answer: Answer): Promise<Answer | undefined> {
		const { facts, doubts } = this;
		const { step, records } = answer;
		const count = records.length;
		if (count === 0) {
			return this.finish((this.total.count ?? 0) > this.taken ? 'unknown' : 'asked');
		}
		if (!doubts && isKnownToEnd(answer, facts, this.pages === 1)) return this.finish('asked');
		const offset = (numberIn(step.url, 'offset') ?? 0) + count;
		if (this.way && step.isAsked) return await this.askOn(this.way, answer, offset);

		if (!step.isAsked && (await this.saysWhenMore(answer))) return this.finish('stated');
		if (!doubts && isUnpaged(count, facts)) return this.endUnpaged(answer);
		const found = await askForMore(this, { answer, offset, isThere: false });
		if (found === 'end') {
			if (this.pages === 1) facts.endedAt = count;
			return this.finish('asked');
		}
		if (found === 'nothing') return this.endUnpaged(answer);
		if (found === 'moved') {
			return this.path.canRestart ? await this.restart(answer) : this.finish('unknown');
		}
		// A page follows, so this one is full, although the facts say otherwise.
		if (count < facts.fullest) facts.fullest = this.steps.size;
		return this.accept(found);
	}

	/** More follows, but the way to get it has to be found. */
	private async findWhatIsThere(answer: Answer, offset: number): Promise<Answer> {
		const found = await askForMore(this, { answer, offset, isThere: true });
		if (found === 'moved' && this.path.canRestart) return await this.restart(answer);
		if (typeof found === 'string') throw this.loop();
		const { isAsked: _isAsked, ...step } = found.step;
		return this.accept({ ...found, step });
	}

	/** Asks in the way that has worked before. */
	private async askOn(
		way: 'offset' | 'page',
		answer: Answer,
		offset: number,
	): Promise<Answer | undefined> {
		const { records, keys, step } = answer;
		const isAnchorAlone = step.overlap !== undefined && keys.length === 1;
		const { broughtNew, repeated } = this.seen;
		// Inserted records can fill one page with known records, but not several in a row.
		const isEnd = !broughtNew && (records.length < this.steps.size || isAnchorAlone || repeated);
		if (isEnd) return this.finish('asked');
		const found = await this.tryFetch({ ...this.stepBy(way, answer, offset), isAsked: true });
		if (typeof found !== 'string') return this.accept(found);
		return this.finish(found === 'noSuchPage' ? 'asked' : 'unknown');
	}

	private async saysWhenMore(answer: Answer): Promise<boolean> {
		return await saysWhenMore(answer, {
			...{ facts: this.facts, doubts: this.doubts },
			...{ base: this.options.base, firstPage: this.firstPage },
			tryFetch: async (step) => await this.tryFetch(step),
		});
	}

	/** The number of records up to the end of that page. */
	private reached({ step, records }: Answer): number {
		if (step.style !== 'page') return this.taken;
		const { firstPage = 1 } = this.facts;
		// Records that came and were deleted in the meantime do not count. The first page may have no number.
		const number = numberIn(step.url, 'page') ?? firstPage;
		return (number - firstPage) * this.steps.size + records.length;
	}

	private stepBy(way: 'offset' | 'page', answer: Answer, offset: number): Step {
		return way === 'offset'
			? this.steps.byOffset(answer, offset)
			: this.steps.byNumber(answer, this.facts.firstPage);
	}

	private accept(answer: Answer): Answer {
		this.path.enter(answer.step.url);
		return answer;
	}

	private async restart({ step }: Answer): Promise<Answer> {
		this.path.restart();
		this.seen.forgetPrevious();
		return await this.fetch({ ...step, isAsked: true });
	}

	/** The service cannot be asked for more. The records may be all, or only all that it gives. */
	private endUnpaged({ records }: Answer): undefined {
		return this.finish(isWholeList(records.length, this.facts) ? 'asked' : 'unknown');
	}

	private finish(end: ListEnd): undefined {
		this.end = end;
		return undefined;
	}

	private loop() {
		return pagingLoop(this.options.shape, this.taken);
	}
}

/** All records of a list. */
export async function allOf(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject[]> {
	const all: JsonObject[] = [];
	for await (const page of pages) {
		// The arguments of a single push have to fit on the stack.
		for (const record of page) all.push(record);
	}
	return all;
}

/** The name of the place in the answer that holds the records. */
function containerOf({ body, records }: Answer): string {
	if (!isJsonObject(body)) return 'array';
	return Object.keys(body).find((key) => body[key] === records) ?? 'deeper';
}
