import { withParameter } from '../address/url';
import { isJsonObject, type JsonObject } from '../http/json';
import { linkTarget } from '../http/link-header';
import {
	belowBase,
	byCursor,
	byNextCursor,
	byNextUrl,
	byOffset,
	byPage,
	CURSOR_KEYS,
	pagesOf,
} from './next-page-ways';
import type { NextPage, PageAnswer } from './page-answer';
import { bool, infosOf, integer, isBlank, pageNumberOf, text, totalOf } from './paging-info';
import { firstSaid } from './values-under';

const NEXT_KEYS = ['next', 'nextUrl', 'next_url', 'nextOffset', 'next_offset', ...CURSOR_KEYS];

/**
 * Where the list goes on. VIVI documents no paging, so this understands the usual styles.
 * @returns `end` when the answer says that nothing follows, `unsaid` when it does not say
 * @throws ViviApiError `foreign_next_page` when the next page is not below the base URL
 */
export function nextPage(answer: PageAnswer): NextPage | 'end' | 'unsaid' {
	const infos = infosOf(answer.body);
	const more = saysMore(infos);
	// Some services send a cursor with the last page too; this field is clearer.
	if (more === false) return 'end';

	const link = linkTarget(answer.headers.link, 'next');
	if (link !== undefined) return { style: 'url', url: belowBase(link, answer) };

	const number = integer(answer.headers['x-next-page']);
	if (number !== undefined) {
		return { style: 'page', url: withParameter(answer.url, 'page', number) };
	}
	const ended = saysNothingFollows(answer, infos);
	return (
		byNextUrl(answer, infos) ??
		byNextCursor(answer, infos) ??
		byCursor(answer, infos, ended, more) ??
		byPage(answer, infos, more) ??
		byOffset(answer, infos, more, ended) ??
		(ended || isLast(answer, infos) ? 'end' : 'unsaid')
	);
}

function saysMore(infos: JsonObject[]): boolean | undefined {
	const more = firstSaid(
		infos,
		['hasMore', 'has_more', 'hasNext', 'hasNextPage', 'has_next_page'],
		bool,
	);
	const last = firstSaid(infos, ['isLast', 'is_last', 'last'], bool);
	return more ?? (last === undefined ? undefined : !last);
}

/** Whether a field that would name the next page is there, and empty. */
function saysNothingFollows({ headers }: PageAnswer, infos: JsonObject[]): boolean {
	const links = infos.flatMap((info) => [info.links, info._links].filter(isJsonObject));
	return (
		headers['x-next-page'] === '' ||
		[...infos, ...links].some((info) => NEXT_KEYS.some((key) => isBlank(info, key))) ||
		['prev', 'previous', 'first', 'last'].some((rel) => linkTarget(headers.link, rel) !== undefined)
	);
}

/** Whether this answer, together with the answers before, is the last one. */
function isLast(answer: PageAnswer, infos: JsonObject[]): boolean {
	const { url, body, count, reached, wasGiven } = answer;
	const page = pageNumberOf(body);
	if (page !== undefined && pagesOf(infos) !== undefined) return true;
	const total = totalOf(answer);
	// An answer without any records, where some should be, does not say that the list ends.
	if (total !== undefined) return reached >= total || count > 0;
	const cursor = firstSaid(infos, ['cursor'], text);
	if (cursor !== undefined && cursor === new URL(url).searchParams.get('cursor')) return true;
	// The style that led here would lead on, if more followed.
	return wasGiven;
}
