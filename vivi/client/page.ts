import { createHash } from 'node:crypto';

import { ViviInputError } from '../errors';
import type { ApiErrorContext } from '../error-texts/context';
import { isJsonObject, parseJson, type JsonObject } from '../http/json';
import type { ListFacts } from './known-lists';
import type { Answer } from './list-answer';
import { ListReading, type PagingOptions } from './list-reading';
import { nextPage } from './next-page';
import type { NextPage } from './page-answer';
import { pageNumberOf } from './paging-info';
import { isBelow } from '../address/path';
import { numberIn, withoutParameter, withParameter } from '../address/url';

/** One page of a list, for pickers that ask for the next one on demand. */
export interface Page {
	records: JsonObject[];
	/** Hand it in to get the page after this one; absent at the end of the list. */
	next?: string;
}

interface PageOptions extends Pick<
	PagingOptions,
	'base' | 'url' | 'fetchPage' | 'shape' | 'record'
> {
	/** The `next` of the page before. */
	after?: string | undefined;
	facts: ListFacts;
	context: ApiErrorContext;
}

/** Where a list goes on, and what the next request has to know of the pages before. */
interface PagePosition {
	url: string;
	style?: NextPage['style'];
	size: number;
	/** Records on the pages before. */
	reached: number;
	firstPage?: number;
	/** A digest of the page before, which must not come again; only where no answer says how to go on. */
	notAgain?: string;
}

/**
 * Reads one page. A record that changes between two pages may come twice or be missed, which does no
 * harm in a picker; `ListReading` is for whole lists.
 *
 * Where a list does not say whether it goes on, the page offers a next one as long as it may be full
 * itself. That next page has no records when nothing follows.
 * @throws ViviInputError `invalid_page` when `after` is not one of this list
 */
export async function readPage(options: PageOptions): Promise<Page> {
	const { base, url, after, record } = options;
	const position: PagePosition =
		after === undefined ? { url, size: 0, reached: 0 } : readPosition(after, base);
	const reading = new ListReading(options);
	const answer =
		after === undefined
			? await reading.open()
			: position.notAgain === undefined
				? await reading.fetch(position)
				: await findPage(reading, position, position.notAgain);
	if (!answer) return { records: [] };
	const { records } = answer;
	const next = positionAfter(answer, position, options);
	options.facts.fullest = Math.max(options.facts.fullest, records.length);
	return {
		records: record ? records.map(record) : records,
		...(next && { next: JSON.stringify(next) }),
	};
}

function positionAfter(
	answer: Answer,
	position: PagePosition,
	{ base, facts }: PageOptions,
): PagePosition | undefined {
	const { step, headers, body, records, keys } = answer;
	const { url, style } = step;
	const count = records.length;
	const size = Math.max(position.size, count);
	const reached = position.reached + count;
	const firstPage = style === undefined ? pageNumberOf(body) : position.firstPage;
	const known = { size, reached, ...(firstPage !== undefined && { firstPage }) };
	const wasGiven = style !== undefined && position.notAgain === undefined;
	const next = nextPage({
		...{ base, url, headers, body, count, size, reached, firstPage, style, wasGiven },
	});
	if (next === 'end') return undefined;
	if (next !== 'unsaid' && !(next.style === 'offset' && next.isGuess)) {
		const there = next.style === 'offset' ? withParameter(url, 'offset', next.offset) : next.url;
		// A list that leads back to itself has no next page.
		return there === url ? undefined : { ...known, url: there, style: next.style };
	}
	const asked = numberIn(url, 'limit') ?? Infinity;
	const isShort = next === 'unsaid' && count < Math.min(asked, facts.fullest);
	if (count === 0 || isShort || facts.way === 'none') return undefined;
	return { ...known, ...askedStep(answer, facts), notAgain: digest(keys) };
}

/** The request for a page that no answer has announced. */
function askedStep({ step, body, records }: Answer, facts: ListFacts) {
	const number = pageNumberOf(body) ?? numberIn(step.url, 'page');
	if (facts.way === 'page' || step.style === 'page' || number !== undefined) {
		const next = (number ?? facts.firstPage ?? 1) + 1;
		return { url: withParameter(step.url, 'page', next), style: 'page' as const };
	}
	const offset = (numberIn(step.url, 'offset') ?? 0) + records.length;
	return { url: withParameter(step.url, 'offset', offset), style: 'offset' as const };
}

/** Gets the page at that position; where the service ignores offsets, the page with that number. */
async function findPage(
	reading: ListReading,
	position: PagePosition,
	notAgain: string,
): Promise<Answer | undefined> {
	const plain = withoutParameter(position.url, 'offset');
	// Page 1 is the second one where the first is 0.
	const numbers =
		position.style === 'offset' && numberIn(plain, 'page') === undefined ? [1, 2] : [];
	const steps = [
		{ url: position.url, style: position.style! },
		...numbers.map((number) => ({
			url: withParameter(plain, 'page', number),
			style: 'page' as const,
		})),
	];
	for (const step of steps) {
		const answer = await reading.tryFetch(step);
		if (typeof answer === 'string') continue;
		if (answer.keys.length === 0) return answer;
		if (digest(answer.keys) !== notAgain) return answer;
	}
	return undefined;
}

/** A digest of the records of a page. */
function digest(keys: readonly string[]): string {
	return createHash('sha256').update(JSON.stringify(keys)).digest('base64url').slice(0, 16);
}

/** The editor had the position in between, so it may only lead below the base URL. */
function readPosition(after: string, base: URL): PagePosition {
	const position = parseJson(after);
	const { url } = isJsonObject(position) ? position : {};
	if (typeof url === 'string' && URL.canParse(url) && isBelow(new URL(url), base)) {
		return position as unknown as PagePosition;
	}
	throw new ViviInputError({
		code: 'invalid_page',
		message: 'The list cannot be continued from here.',
		hint: 'Open the list again.',
	});
}
