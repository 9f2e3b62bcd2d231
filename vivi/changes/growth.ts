import type { CreatedOrUpdated } from './comparison';
import type { Added, Mark } from './mark';

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
