/** The records that an operation works on. */
export interface Target {
	/** The path of their list. */
	collection: string;
	/** The record it works on or makes a copy of; empty for lists, other creations and uploads. */
	id: string;
}
