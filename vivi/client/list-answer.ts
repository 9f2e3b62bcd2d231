import type { JsonObject, JsonValue } from '../http/json';
import type { NextPage } from './page-answer';

/** How to ask for a page of a list. */
export interface Step {
	url: string;
	style?: NextPage['style'];
	/** The page begins one record early; that record, and where the page would begin otherwise. */
	overlap?: { anchor: string; offset: number };
	/** Asked for again from further up: the first record must be a known one. */
	isBack?: boolean;
	/** No answer has said that this page exists. */
	isAsked?: boolean;
}

/** A page of a list. */
export interface Answer {
	step: Step;
	headers: Record<string, string>;
	body: JsonValue;
	records: JsonObject[];
	ids: Array<string | undefined>;
	withIds: boolean;
	/** The keys of the records: their IDs, or the whole record where it has none. */
	keys: string[];
}

/** An answer, or the refusal of a page that may not exist. */
export type Tried = Answer | 'refused' | 'noSuchPage';

/** Whether a page is unchanged when it is asked for once more. */
export async function isStill(
	list: { tryFetch: (step: Step) => Promise<Tried> },
	{ step, keys }: Answer,
): Promise<boolean> {
	const again = await list.tryFetch(step);
	return typeof again !== 'string' && isSame(again.keys, keys);
}

export function isSame(some: readonly string[], others: readonly string[]): boolean {
	return some.length === others.length && some.every((key, at) => key === others[at]);
}
