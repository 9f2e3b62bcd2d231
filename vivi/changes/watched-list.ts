import type { Change } from './compare';
import type { ListToRead, Look } from './read-list-whole';
import type { Told, ToldUnder } from './told';
import type { Kind } from './watchable';

/** A list that is watched, what was told about it, and what the look at it brought. */
export interface WatchedList extends ListToRead {
	/** Its name in the state. */
	key: string;
	kinds: readonly Kind[];
	/** What the state holds of it. */
	text?: string;
	/** What that stands for; absent when there is nothing to compare with. */
	told?: Told;
	/** Under which conditions it was told. */
	under: ToldUnder;
	/** Absent when there was no time for it. */
	look?: Look;
	/** What the look says about the records that were not there. */
	missing?: Missing;
	/** Its workspace is gone, and all of it with the workspace. */
	gone?: boolean;
}

/** What a look says about the records that were not in the list. */
export interface Missing {
	/** Believed to be deleted. */
	gone: Change[];
	/** In how many looks in a row a record was missing, by ID, where that is counted. */
	looks: ReadonlyMap<string, number>;
	/** How many records need further looks before they count as deleted. */
	doubted: number;
	/** Records that were doubted and are there again. */
	back: readonly string[];
}
