import type { ApiErrorContext } from '../error-texts/context';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { askForMore } from './ask-for-more';
import { keepFor, mayBeFull, type ListFacts } from './known-lists';
import { nextPage, pageNumberOf, totalOf, type NextPage } from './next-page';
import { brokenOff, isRefusal, listTooLong, pagingLoop, saysNoSuchPage } from './paging-errors';
import { readId, readList, type ListShape } from './read-list';
import { numberIn, withoutParameter, withParameter } from '../address/url';

/**
 * What is known about the end of a list that was read as far as it goes. `stated`: the service says
 * that nothing follows. `asked`: it was asked, now or earlier, and had nothing more. `unknown`: it says
 * nothing and cannot be asked, so there may be more.
 */
export type ListEnd = 'stated' | 'asked' | 'unknown';

export interface PagingOptions {
	/** Pages that are not below it are never asked for. */
	base: URL;
	/** The first page. */
	url: string;
	/** Gets a page; throws unless it came. */
	fetchPage: (url: string) => Promise<{ headers: Record<string, string>; body: JsonValue }>;
	shape: ListShape;
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
	/** Requests after which a list counts as having no end; {@link MAX_REQUESTS} unless said otherwise. */
	maxRequests?: number;
	/** What earlier readings have taught, and what this one adds. */
	facts?: ListFacts;
	/** Asks for the end even where what was learnt earlier says that it is there. */
	doubt?: boolean;
	/** Called when the list was read as far as it goes, not when the limit was reached before. */
	onEnd?: (end: ListEnd) => void;
	context?: ApiErrorContext;
}

/** Answers in a row without a new record after which a list is taken to have no end. */
const MAX_IDLE = 1000;
/** Re-reads in a row that brought nothing new, after which the list is taken to be whole. */
const MAX_REREADS = 5;
/** Overlaps that led nowhere, after which the service is taken to know whole pages only. */
const MAX_VAIN_OVERLAPS = 3;
/** New beginnings when the list moves while it is found out how it goes on. */
const MAX_RESTARTS = 10;
/** Readings after which what was learnt is looked at anew: services change. */
const TRUSTED_READINGS = 50;
/** With the usual 100 records a page, half a million records. */
const MAX_REQUESTS = 5000;

/** How a page is asked for. */
export interface Step {
	url: string;
	style?: NextPage['style'];
	/** The page begins one record early; that record, and where it would begin otherwise. */
	overlap?: { anchor: string; offset: number };
	/** Asked for again from further up: the first record must be a known one. */
	isBack?: boolean;
	/** No answer has said that there is such a page. */
	isAsked?: boolean;
}

/** A page that came. */
export interface Answer {
	step: Step;
	headers: Record<string, string>;
	body: JsonValue;
	records: JsonObject[];
	ids: Array<string | undefined>;
	withIds: boolean;
	/** What tells the records apart: their IDs, or all of a record that has none. */
	keys: string[];
}

/** The state of reading one list. */
export class ListReading {
	readonly facts: ListFacts;
	/** Whether the end is asked for even where it is known from earlier readings. */
	readonly doubts: boolean;
	/** What was found out about the end; of use once the list was read as far as it goes. */
	end: ListEnd = 'unknown';
	/** How pages that no answer announces are asked for, once it has brought something. */
	way: 'offset' | 'page' | undefined;
	private readonly limit: number;
	private readonly seen = new Set<string>();
	/** Addresses of the pages up to here, to notice circles and to go back. */
	private path = new Set<string>();
	private previous = new Set<string>();
	/** The answer was the one before once more. */
	private repeated = false;
	private firstPage: number | undefined;
	private pages = 0;
	private requests = 0;
	/** Records in the fullest answer so far. */
	private size = 0;
	private taken = 0;
	private broughtNew = false;
	private total: number | undefined;
	private vanished = 0;
	private grown = 0;
	private idle = 0;
	private rereads = 0;
	private vainOverlaps = 0;
	private restarts = 0;

	constructor(private readonly options: PagingOptions) {
		this.facts = options.facts ?? { fullest: 0 };
		this.facts.readings = (this.facts.readings ?? 0) + 1;
		this.doubts = options.doubt === true || this.facts.readings % TRUSTED_READINGS === 0;
		this.limit = options.limit ?? Infinity;
	}

	get isDone(): boolean {
		return this.taken >= this.limit;
	}

	/**
	 * The first page. A service that refuses to be told a number is asked once more, without one. It is
	 * not the number that it refuses where it has taken such a number before.
	 */
	async open(): Promise<Answer> {
		const { url } = this.options;
		const plain = withoutParameter(url, 'limit');
		if (this.facts.refusesLimit) return await this.fetch({ url: plain });
		const limit = numberIn(url, 'limit') ?? 0;
		const { takesLimit = 0 } = this.facts;
		try {
			const answer = await this.fetch({ url });
			this.facts.takesLimit = Math.max(takesLimit, limit);
			return answer;
		} catch (refusal) {
			const mayBeLimit = plain !== url && (limit > takesLimit || this.doubts);
			if (!mayBeLimit || !isBadRequest(refusal)) throw refusal;
			const answer = await this.fetch({ url: plain }).catch((error: unknown) => {
				// It was not the number, then.
				throw isBadRequest(error) ? refusal : error;
			});
			this.facts.refusesLimit = true;
			return answer;
		}
	}

	/**
	 * Gets a page of the list.
	 * @throws ViviApiError `paging_loop` when the list was there before
	 */
	async fetch(step: Step): Promise<Answer> {
		if (this.path.has(step.url)) throw this.loop();
		this.path.add(step.url);
		return await this.request(step);
	}

	/** Gets a page that may not be there; how it was refused if the service does not know of such a page. */
	async tryFetch(step: Step): Promise<Answer | 'refused' | 'noSuchPage'> {
		try {
			return await this.request(step);
		} catch (error) {
			if (!isRefusal(error)) throw error;
			return saysNoSuchPage(error) ? 'noSuchPage' : 'refused';
		}
	}

	private async request(step: Step): Promise<Answer> {
		const { fetchPage, shape, context, maxRequests = MAX_REQUESTS } = this.options;
		if (this.requests >= maxRequests) throw listTooLong(shape, this.taken, this.requests);
		this.requests++;
		const { headers, body } = await fetchPage(step.url).catch((error: unknown) => {
			throw brokenOff(error, this.taken);
		});
		const records = readList(body, shape, context);
		const ids = records.map((record) => readId(record, shape));
		const keys = ids.map((id, at) => id ?? JSON.stringify(records[at]));
		const withIds = ids.every((id) => id !== undefined);
		return { step, headers, body, records, ids, withIds, keys };
	}

	/**
	 * Where to read instead, when an answer shows that the list has moved or that pages cannot overlap.
	 */
	detour(answer: Answer): Step | undefined {
		const { step, keys, withIds } = answer;
		const { overlap, isBack } = step;
		this.noteTotal(answer);
		this.size = Math.max(this.size, keys.length);
		if (overlap && this.repeats(answer)) {
			return this.withoutOverlap(step);
		}
		const [first] = keys;
		if ((!overlap && !isBack) || !withIds || (first !== undefined && this.seen.has(first))) {
			return undefined;
		}
		// This page comes again later; taken now, it would hide where the list was left.
		if (++this.idle > MAX_IDLE) throw this.loop();
		const from = numberIn(step.url, 'offset') ?? 0;
		const offset = Math.max(0, from - Math.max(1, this.size - 1));
		this.path = new Set();
		this.previous = new Set();
		const url = withParameter(step.url, 'offset', offset);
		return { url, style: 'offset', isBack: offset > 0, ...(step.isAsked && { isAsked: true }) };
	}

	/** The records of a page that have not come before, as far as they are wanted. */
	take(answer: Answer): JsonObject[] {
		const { step, records, ids, keys, withIds } = answer;
		if (this.pages++ === 0) {
			this.firstPage = pageNumberOf(answer.body);
			if (records.length > 0) keepFor(containerOf(answer), this.facts);
		}
		this.facts.fullest = Math.max(this.facts.fullest, records.length);
		const repeats = this.repeats(answer);
		// Possible when a whole page of records was put in before, but not time and again.
		const isCircle = repeats && this.grown === 0 && (this.repeated || !withIds);
		if (isCircle && !step.isAsked) throw this.loop();
		this.broughtNew = this.hasNew(answer);
		this.repeated = repeats;
		this.previous = new Set(keys);

		const fresh = records.filter((_, at) => {
			const id = ids[at];
			const isNew = id === undefined ? this.broughtNew : !this.seen.has(id);
			if (id !== undefined) this.seen.add(id);
			return isNew;
		});
		if (fresh.length === 0) {
			if (++this.idle > MAX_IDLE) throw this.loop();
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
		const { step, headers, body, records } = answer;
		const next = nextPage({
			...{ base: this.options.base, url: step.url, headers, body, style: step.style },
			...{ count: records.length, size: this.size, reached: this.reached(answer) },
			...{ firstPage: this.firstPage, wasGiven: this.pages > 1 && !step.isAsked },
		});
		if (next === 'end') {
			// A page that is the one before cannot be the last: what should have been there is missing.
			if (this.repeated && !step.isAsked) throw this.loop();
			return this.finish('stated');
		}
		if (next === 'unsaid') return await this.ask(answer);
		// Where a total says it, the answer without a total says nothing.
		if (this.total === undefined) this.facts.speaks = true;
		if (next.style !== 'offset') return await this.fetch(next);
		if (!next.isGuess) return await this.fetch(this.offsetStep(answer, next.offset));
		if (this.way) return await this.fetch(this.stepBy(this.way, answer, next.offset));
		return await this.findWhatIsThere(answer, next.offset);
	}

	/** Whether a page only repeats what was on the one before. */
	repeats({ step: { overlap }, keys }: Answer): boolean {
		const own = overlap && keys[0] === overlap.anchor ? keys.slice(1) : keys;
		return own.length > 0 && own.every((key) => this.previous.has(key));
	}

	/** Whether the list has become longer or shorter since the page before, as far as it says. */
	hasMoved(answer: Answer): boolean {
		const total = totalOf(answer);
		return this.total !== undefined && total !== undefined && total !== this.total;
	}

	/** Whether a page goes on right where the one before has ended. */
	follows({ step: { overlap }, keys }: Answer): boolean {
		return overlap ? keys[0] === overlap.anchor : !keys.some((key) => this.seen.has(key));
	}

	/** Whether a page holds something that has not come before. */
	hasNew(answer: Answer): boolean {
		const { keys, ids } = answer;
		if (!answer.withIds && this.repeats(answer)) return false;
		return keys.some((key, at) => ids[at] === undefined || !this.seen.has(key));
	}

	/** The page from there on, begun one record early where that shows whether the list has moved. */
	offsetStep({ step, ids, withIds }: Answer, offset: number): Step {
		const anchor = withIds ? ids.at(-1) : undefined;
		const plain: Step = { url: withParameter(step.url, 'offset', offset), style: 'offset' };
		const mayOverlap =
			this.vainOverlaps < MAX_VAIN_OVERLAPS && costsNoPage(this.size, this.limit - this.taken);
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

	/** Remembers the way in which the service can be asked for pages. */
	learn(way: 'offset' | 'page', firstPage?: number): void {
		this.facts.way = way;
		if (firstPage !== undefined) this.facts.firstPage = firstPage;
	}

	/** Remembers that the service took no notice of how it was asked for what follows that page. */
	learnUnpaged({ records }: Answer): void {
		this.facts.way = 'none';
		this.facts.unpagedAt = records.length;
	}

	loop() {
		return pagingLoop(this.options.shape, this.taken);
	}

	private noteTotal(answer: Answer): void {
		const before = this.total;
		this.total = totalOf(answer);
		this.vanished = Math.max(0, (before ?? 0) - (this.total ?? Infinity));
		this.grown = Math.max(0, (this.total ?? 0) - (before ?? Infinity));
	}

	/** From where to read again, when a smaller total says that something has moved to an earlier page. */
	private goBack({ step, withIds }: Answer): Step | undefined {
		const isDue = this.vanished > 0 && withIds && !step.overlap && this.path.size > 1;
		if (!isDue || this.rereads >= MAX_REREADS) return undefined;
		const pages = Math.min(this.path.size - 1, Math.ceil(this.vanished / Math.max(1, this.size)));
		const before = [...this.path].slice(0, -pages);
		const url = before.pop()!;
		this.path = new Set(before);
		this.previous = new Set();
		this.rereads++;
		return { ...step, url, style: step.style ?? 'url' };
	}

	/** What follows a page that says nothing about it. */
	private async ask(answer: Answer): Promise<Answer | undefined> {
		const { step, records } = answer;
		const count = records.length;
		if (count === 0) return this.finish((this.total ?? 0) > this.taken ? 'unknown' : 'asked');
		if (!this.doubts && this.isKnownToEnd(answer)) return this.finish('asked');
		const offset = (numberIn(step.url, 'offset') ?? 0) + count;
		if (this.way && step.isAsked) return await this.askOn(this.way, answer, offset);

		if (!step.isAsked && (await this.doesSpeak(answer))) return this.finish('stated');
		if (!this.doubts && this.isUnpaged(count)) return this.endUnpaged(answer);
		const found = await askForMore(this, { answer, offset, isThere: false });
		if (found === 'end') {
			if (this.pages === 1) this.facts.endedAt = count;
			return this.finish('asked');
		}
		if (found === 'nothing') return this.endUnpaged(answer);
		if (found === 'moved') {
			return this.restarts < MAX_RESTARTS ? await this.restart(answer) : this.finish('unknown');
		}
		// A page that was not full, as far as was known, has another one after it.
		if (count < this.facts.fullest) this.facts.fullest = this.size;
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

	private accept(answer: Answer): Answer {
		this.path.add(answer.step.url);
		return answer;
	}

	private async restart({ step }: Answer): Promise<Answer> {
		this.restarts++;
		this.path = new Set();
		this.previous = new Set();
		return await this.fetch({ ...step, isAsked: true });
	}

	/**
	 * Whether a page of so many records is known to be all that there is to get. A service that gives its
	 * last page for those behind it shows only with a longer list that it knows pages.
	 */
	private isUnpaged(count: number): boolean {
		const { way, ignoresLimit, unpagedAt = 0 } = this.facts;
		return way === 'none' && (ignoresLimit === true || count <= unpagedAt);
	}

	/** Whether earlier readings, or earlier pages, show that nothing can follow. */
	private isKnownToEnd({ records, step }: Answer): boolean {
		const asked = numberIn(step.url, 'limit') ?? Infinity;
		const count = records.length;
		if (count < Math.min(asked, this.facts.fullest)) return true;
		return this.pages === 1 && count === this.facts.endedAt && count < asked && !mayBeFull(count);
	}

	/** Asks on in a way that has brought something already. */
	private async askOn(
		way: 'offset' | 'page',
		answer: Answer,
		offset: number,
	): Promise<Answer | undefined> {
		const { records, keys, step } = answer;
		const isAnchorAlone = step.overlap !== undefined && keys.length === 1;
		// Something put in before can fill a page with known records, but not time and again.
		const isEnd =
			!this.broughtNew && (records.length < this.size || isAnchorAlone || this.repeated);
		if (isEnd) return this.finish('asked');
		const found = await this.tryFetch({ ...this.stepBy(way, answer, offset), isAsked: true });
		if (typeof found !== 'string') return this.accept(found);
		return this.finish(found === 'noSuchPage' ? 'asked' : 'unknown');
	}

	/** How many records there are up to the end of that page. */
	private reached({ step, records }: Answer): number {
		if (step.style !== 'page') return this.taken;
		const { firstPage = 1 } = this.facts;
		// What came and was deleted meanwhile does not count. The first page may have no number.
		const number = numberIn(step.url, 'page') ?? firstPage;
		return (number - firstPage) * this.size + records.length;
	}

	private stepBy(way: 'offset' | 'page', answer: Answer, offset: number): Step {
		if (way === 'offset') return this.offsetStep(answer, offset);
		const number = numberIn(answer.step.url, 'page') ?? this.facts.firstPage ?? 1;
		return { url: withParameter(answer.step.url, 'page', number + 1), style: 'page' };
	}

	/**
	 * Whether the service says so when more follows. It does if it says so of one record, of several that
	 * there are.
	 */
	private async doesSpeak({ step, keys }: Answer): Promise<boolean> {
		const { facts } = this;
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
		return (facts.speaks = !facts.ignoresLimit && typeof next !== 'string');
	}

	/** The service cannot be asked for more. What came may be all, or all that it gives. */
	private endUnpaged({ records }: Answer): undefined {
		const count = records.length;
		const { fullest, ignoresLimit } = this.facts;
		const isAll = count <= 1 || count < fullest || !mayBeFull(count, ignoresLimit);
		return this.finish(isAll ? 'asked' : 'unknown');
	}

	private finish(end: ListEnd): undefined {
		this.end = end;
		return undefined;
	}
}

/** Names the place in the answer where the records stand. */
function containerOf({ body, records }: Answer): string {
	if (!isJsonObject(body)) return 'array';
	return Object.keys(body).find((key) => body[key] === records) ?? 'deeper';
}

/** Whether pages can overlap by one record without a further page being needed. */
function costsNoPage(size: number, wanted: number): boolean {
	if (size < 2) return false;
	return wanted === Infinity || Math.ceil(wanted / (size - 1)) === Math.ceil(wanted / size);
}

function isBadRequest(error: unknown): boolean {
	return isRefusal(error) && (error.status === 400 || error.status === 422);
}
