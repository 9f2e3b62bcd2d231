import type { JsonObject, JsonValue } from '../http/json';
import type { NextPage } from './next-page';

/** How a page of a list is asked for. */
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

/** An answer, or how the service refused a page that may not be there. */
export type Tried = Answer | 'refused' | 'noSuchPage';
