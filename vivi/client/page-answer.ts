import type { JsonValue } from '../http/json';

/** One answer of a list, with the parts that matter for paging. */
export interface PageAnswer {
	/** The next page has to lie below it. */
	base: URL;
	/** The address that was asked. */
	url: string;
	headers: Readonly<Record<string, string>>;
	body: JsonValue;
	/** The number of records in this answer. */
	count: number;
	/** The number of records in the fullest answer so far. */
	size: number;
	/** The number of records up to the end of this answer. */
	reached: number;
	/** The number of the first page: 0 or 1. */
	firstPage: number | undefined;
	/** The way in which this answer was asked for; undefined for the first. */
	style: NextPage['style'] | undefined;
	/** An earlier answer announced this one. */
	wasGiven: boolean;
}

export type NextPage =
	| { style: 'url' | 'cursor' | 'page'; url: string }
	/**
	 * The caller makes the address, since it may want overlapping pages. `isGuess`: the answer says
	 * that more follows, but not how to get it.
	 */
	| { style: 'offset'; offset: number; isGuess: boolean };
