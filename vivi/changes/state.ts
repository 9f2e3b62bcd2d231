import { isJsonObject } from '../http/json';

/** What is stored between two polls; plain JSON. Saved workflows hold it, so its names do not change. */
export interface State {
	/** Version of this format and of the fingerprints in it. */
	v: 1;
	/** Whose records these are, see `Client.owner`; version 0.1.0 did not say. */
	owner?: string;
	/** By resource: names of the fields whose hashes are kept, separated by commas. */
	fields: Record<string, string>;
	/** By list (see `WatchedList.key`): the known records as text. */
	lists: Record<string, string>;
	/** Whether the list of workspaces is that of the whole account. */
	allWorkspaces?: boolean;
	/** The list to begin with, when the last poll ran out of time. */
	next?: string;
	/** When this poll was, in milliseconds since the epoch, while it leaves unconfirmed records. */
	lookedAt?: number;
}

/**
 * Reads a stored state. Other versions and damaged states count as none, which makes the next poll
 * a first one.
 */
export function readState(stored: unknown): State | undefined {
	if (!isJsonObject(stored) || stored.v !== 1) return undefined;
	const { owner, fields, lists, allWorkspaces, next, lookedAt } = stored;
	if (!isTexts(fields) || !isTexts(lists)) return undefined;
	return {
		v: 1,
		...(typeof owner === 'string' && { owner }),
		fields,
		lists,
		...(allWorkspaces === true && { allWorkspaces }),
		...(typeof next === 'string' && { next }),
		...(typeof lookedAt === 'number' && { lookedAt }),
	};
}

function isTexts(value: unknown): value is Record<string, string> {
	return isJsonObject(value) && Object.values(value).every((text) => typeof text === 'string');
}
