import type { Change, CreatedOrUpdated } from './comparison';
import type { KnownRecords, ReportScope } from './known-records';
import type { Added, Mark } from './mark';
import type { ListToRead, ReadResult } from './read-whole-list';
import type { WatchedResource } from './watch';
import type { Kind } from './watchable';

/** A list that is watched, as it is before a poll has read it. */
export interface WatchedList extends ListToRead {
	/** Its name in the state. */
	readonly key: string;
	readonly kinds: readonly Kind[];
	/** The known records as the state holds them. */
	readonly storedText?: string;
	/** Absent when there is nothing to compare with. */
	readonly known?: KnownRecords;
	/** The scope of the known records. */
	readonly scope: ReportScope;
	/** The records are read because of the lists that belong to them; the conditions on those. */
	readonly holds?: WatchedResource;
}

/** A watched list after a poll. */
export interface PolledList extends WatchedList {
	/** Absent when the poll had no time for the list. */
	readonly result?: ReadResult;
	/** The known records that the list does not hold. */
	readonly missing?: MissingRecords;
	/** The workspace or record to which the list belongs is gone, and everything in it. */
	readonly isPlaceGone?: boolean;
	/** The new records of the lists that belong to the records, where these lists only grow. */
	readonly growth?: readonly Growth[] | undefined;
}

/** The known records that a list does not hold. */
export interface MissingRecords {
	/** Records that count as deleted. */
	readonly deleted: readonly Change[];
	/** By ID: how many polls in a row missed the record, where that is counted. */
	readonly missedPolls: ReadonlyMap<string, number>;
	/** How many records need further polls before they count as deleted. */
	readonly unconfirmed: number;
	/** IDs of records that were missing and are there again. */
	readonly returned: readonly string[];
}

/** The records that were added to the list of a holder. */
export interface Growth {
	holder: CreatedOrUpdated;
	/** The mark of the list before this poll; undefined when nothing was known of the list. */
	mark: Mark | undefined;
	/** The records after the mark, oldest first; undefined when the poll did not read the list. */
	added: readonly Added[] | undefined;
	/** All records of the list only become known. */
	isFirst: boolean;
	/** Why the list could not be read. */
	failure?: unknown;
}

/** How many missing records are unconfirmed. */
export function unconfirmedIn(lists: readonly PolledList[]): number {
	return lists.reduce((sum, { missing }) => sum + (missing?.unconfirmed ?? 0), 0);
}
