import { numberIn, withParameter } from '../address/url';
import { isJsonObject, type JsonObject } from '../http/json';
import { askForMore, type AskedList } from './ask-for-more';
import { isKnownToEnd, isUnpaged, isWholeList } from './known-end';
import { keepFor, type ListFacts } from './known-lists';
import type { Answer, Step, Tried } from './list-answer';
import { ListTotal } from './list-total';
import { nextPage, type NextPage } from './next-page';
import { pageNumberOf } from './paging-info';
import { openList } from './open-list';
import { PageRequests, type PageRequestOptions } from './page-requests';
import { PageSteps } from './page-steps';
import { pagingLoop } from './paging-errors';
import { SeenRecords } from './seen-records';

/**
 * What is known about the end of a list that was read as far as it goes. `stated`: the service says
 * that nothing follows. `asked`: it was asked, now or earlier, and had nothing more. `unknown`: it says
 * nothing and cannot be asked, so there may be more.
 */
export type ListEnd = 'stated' | 'asked' | 'unknown';

export interface PagingOptions extends PageRequestOptions {
	/** Pages that are not below it are never asked for. */
	base: URL;
	/** The first page. */
	url: string;
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
	/** What earlier readings have taught, and what this one adds. */
	facts?: ListFacts;
	/** Asks for the end even where what was learnt earlier says that it is there. */
	doubt?: boolean;
	/** Called when the list was read as far as it goes, not when the limit was reached before. */
	onEnd?: (end: ListEnd) => void;
}

/** Answers in a row without a new record after which a list is taken to have no end. */
const MAX_IDLE = 1000;
/** Re-reads in a row that brought nothing new, after which the list is taken to be whole. */
const MAX_REREADS = 5;
/** New beginnings when the list moves while it is found out how it goes on. */
const MAX_RESTARTS = 10;
/** Readings after which what was learnt is looked at anew: services change. */
const TRUSTED_READINGS = 50;

/** Reads one list, page by page. The caller asks for a page, takes its records and asks for the next. */
export class ListReading implements AskedList {
	readonly facts: ListFacts;
	/** What was found out about the end; of use once the list was read as far as it goes. */
	end: ListEnd = 'unknown';
	/** How pages that no answer announces are asked for, once it has brought something. */
	way: 'offset' | 'page' | undefined;
	readonly seen = new SeenRecords();
	readonly total = new ListTotal();
	readonly steps: PageSteps;
	private readonly requests: PageRequests;
	/** Whether the end is asked for even where it is known from earlier readings. */
	private readonly doubts: boolean;
	private readonly limit: number;
	/** Addresses of the pages up to here, to notice circles and to go back. */
	private path = new Set<string>();
	private firstPage: number | undefined;
	private pages = 0;
	private taken = 0;
	private idle = 0;
	private rereads = 0;
	private restarts = 0;

	constructor(private readonly options: PagingOptions) {
		this.facts = options.facts ?? { fullest: 0 };
		this.facts.readings = (this.facts.readings ?? 0) + 1;
		this.doubts = options.doubt === true || this.facts.readings % TRUSTED_READINGS === 0;
		this.limit = options.limit ?? Infinity;
		this.requests = new PageRequests(options, () => this.taken);
		this.steps = new PageSteps(() => this.limit - this.taken);
	}

	get isDone(): boolean {
		return this.taken >= this.limit;
	}

	/** The first page. */
	async open(): Promise<Answer> {
		const { facts, doubts } = this;
		const fetch = async (step: Step) => await this.fetch(step);
		return await openList(this.options.url, { facts, doubts, fetch });
	}

	/**
	 * Gets a page of the list.
	 * @throws ViviApiError `paging_loop` when the list was there before
	 */
	async fetch(step: Step): Promise<Answer> {
		if (this.path.has(step.url)) throw this.loop();
		this.path.add(step.url);
		return await this.requests.get(step);
	}

	/** Gets a page that may not be there. */
	async tryFetch(step: Step): Promise<Tried> {
		return await this.requests.tryGet(step);
	}

	/** Which page to read in the place of one that shows that the list has moved, or that pages cannot overlap. */
	readInstead(answer: Answer): Step | undefined {
		const { step, keys, withIds } = answer;
		const { overlap, isBack } = step;
		this.total.note(answer);
		this.steps.size = Math.max(this.steps.size, keys.length);
		if (overlap && this.seen.repeats(answer)) return this.steps.withoutOverlap(step);
		const [first] = keys;
		if ((!overlap && !isBack) || !withIds || (first !== undefined && this.seen.has(first))) {
			return undefined;
		}
		// This page comes again later; taken now, it would hide where the list was left.
		this.countIdle();
		const from = numberIn(step.url, 'offset') ?? 0;
		const offset = Math.max(0, from - Math.max(1, this.steps.size - 1));
		this.goTo([]);
		const url = withParameter(step.url, 'offset', offset);
		return { url, style: 'offset', isBack: offset > 0, ...(step.isAsked && { isAsked: true }) };
	}

	/** The records of a page that have not come before, as far as they are wanted. */
	take(answer: Answer): JsonObject[] {
		const { step, records, withIds } = answer;
		if (this.pages++ === 0) {
			this.firstPage = pageNumberOf(answer.body);
			if (records.length > 0) keepFor(containerOf(answer), this.facts);
		}
		this.facts.fullest = Math.max(this.facts.fullest, records.length);
		// Possible when a whole page of records was put in before, but not time and again.
		const isCircle = this.total.grown === 0 && (this.seen.repeated || !withIds);
		if (isCircle && !step.isAsked && this.seen.repeats(answer)) throw this.loop();

		const fresh = this.seen.take(answer);
		if (fresh.length === 0) {
			this.countIdle();
			return [];
		}
		const wanted = fresh.slice(0, this.limit - this.taken);
		this.taken += wanted.length;
		this.idle = this.rereads = 0;
		return wanted;
	}

	/** The page after one that was taken; undefined at the end of the list. */
	async after(answer: Answer): Promise<Answer | undefined> {
		const back = this.goBack(answer);
		if (back) return await this.fetch(back);
		const next = this.nextAfter(answer);
		if (next === 'end') {
			// A page that is the one before cannot be the last: what should have been there is missing.
			if (this.seen.repeated && !answer.step.isAsked) throw this.loop();
			return this.finish('stated');
		}
		if (next === 'unsaid') return await this.ask(answer);
		// Where a total says it, the answer without a total says nothing.
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

	/** From where to read again, when a smaller total says that something has moved to an earlier page. */
	private goBack({ step, withIds }: Answer): Step | undefined {
		const { vanished } = this.total;
		const isDue = vanished > 0 && withIds && !step.overlap && this.path.size > 1;
		if (!isDue || this.rereads >= MAX_REREADS) return undefined;
		const pages = Math.min(this.path.size - 1, Math.ceil(vanished / Math.max(1, this.steps.size)));
		const before = [...this.path].slice(0, -pages);
		const url = before.pop()!;
		this.goTo(before);
		this.rereads++;
		return { ...step, url, style: step.style ?? 'url' };
	}

	/** What follows a page that says nothing about it. */
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

		if (!step.isAsked && (await this.doesSpeak(answer))) return this.finish('stated');
		if (!doubts && isUnpaged(count, facts)) return this.endUnpaged(answer);
		const found = await askForMore(this, { answer, offset, isThere: false });
		if (found === 'end') {
			if (this.pages === 1) facts.endedAt = count;
			return this.finish('asked');
		}
		if (found === 'nothing') return this.endUnpaged(answer);
		if (found === 'moved') {
			return this.restarts < MAX_RESTARTS ? await this.restart(answer) : this.finish('unknown');
		}
		// A page that was not full, as far as was known, has another one after it.
		if (count < facts.fullest) facts.fullest = this.steps.size;
		return this.accept(found);
	}

	/** More is there, but how to get it has to be found out. */
	private async findWhatIsThere(answer: Answer, offset: number): Promise<Answer> {
		const found = await askForMore(this, { answer, offset, isThere: true });
		if (found === 'moved' && this.restarts < MAX_RESTARTS) return await this.restart(answer);
		if (typeof found === 'string') throw this.loop();
		const { isAsked: _isAsked, ...step } = found.step;
		return this.accept({ ...found, step });
	}

	/** Asks on in a way that has brought something already. */
	private async askOn(
		way: 'offset' | 'page',
		answer: Answer,
		offset: number,
	): Promise<Answer | undefined> {
		const { records, keys, step } = answer;
		const isAnchorAlone = step.overlap !== undefined && keys.length === 1;
		const { broughtNew, repeated } = this.seen;
		// Something put in before can fill a page with known records, but not time and again.
		const isEnd = !broughtNew && (records.length < this.steps.size || isAnchorAlone || repeated);
		if (isEnd) return this.finish('asked');
		const found = await this.tryFetch({ ...this.stepBy(way, answer, offset), isAsked: true });
		if (typeof found !== 'string') return this.accept(found);
		return this.finish(found === 'noSuchPage' ? 'asked' : 'unknown');
	}

	/**
	 * Whether the service says so when more follows. It does if it says so of one record, of several that
	 * there are.
	 */
	private async doesSpeak(answer: Answer): Promise<boolean> {
		const { facts } = this;
		const { step, keys } = answer;
		const isFull = keys.length >= (numberIn(step.url, 'limit') ?? Infinity);
		const isTrusted = facts.speaks !== undefined && !this.doubts && !isFull;
		if (isTrusted || keys.length < 2) return facts.speaks === true && isTrusted;
		const one = await this.tryFetch({ ...step, url: withParameter(step.url, 'limit', 1) });
		if (typeof one === 'string') return (facts.speaks = false);
		facts.ignoresLimit = one.records.length > 1;
		const { base } = this.options;
		const next = nextPage({
			...{ base, url: one.step.url, headers: one.headers, body: one.body, style: step.style },
			...{ count: 1, size: 1, reached: 1, firstPage: this.firstPage, wasGiven: false },
		});
		const speaks = !facts.ignoresLimit && typeof next !== 'string';
		// Where one of two went in between, there was nothing to say: nothing is learnt of that.
		if (!speaks && keys.length === 2 && !(await this.isStillThere(answer))) return false;
		return (facts.speaks = speaks);
	}

	/** Whether the page has the same records when it is asked for once more. */
	private async isStillThere({ step, keys }: Answer): Promise<boolean> {
		const now = await this.tryFetch(step);
		return typeof now !== 'string' && now.keys.join('\n') === keys.join('\n');
	}

	/** How many records there are up to the end of that page. */
	private reached({ step, records }: Answer): number {
		if (step.style !== 'page') return this.taken;
		const { firstPage = 1 } = this.facts;
		// What came and was deleted meanwhile does not count. The first page may have no number.
		const number = numberIn(step.url, 'page') ?? firstPage;
		return (number - firstPage) * this.steps.size + records.length;
	}

	private stepBy(way: 'offset' | 'page', answer: Answer, offset: number): Step {
		return way === 'offset'
			? this.steps.byOffset(answer, offset)
			: this.steps.byNumber(answer, this.facts.firstPage);
	}

	private accept(answer: Answer): Answer {
		this.path.add(answer.step.url);
		return answer;
	}

	private async restart({ step }: Answer): Promise<Answer> {
		this.restarts++;
		this.goTo([]);
		return await this.fetch({ ...step, isAsked: true });
	}

	/** Reads on from behind those pages. */
	private goTo(before: readonly string[]): void {
		this.path = new Set(before);
		this.seen.forgetPrevious();
	}

	private countIdle(): void {
		if (++this.idle > MAX_IDLE) throw this.loop();
	}

	/** The service cannot be asked for more. What came may be all, or all that it gives. */
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

/** Names the place in the answer where the records stand. */
function containerOf({ body, records }: Answer): string {
	if (!isJsonObject(body)) return 'array';
	return Object.keys(body).find((key) => body[key] === records) ?? 'deeper';
}
