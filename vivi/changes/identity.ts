import { MADE_ID } from '../address/path';
import { aOrAn } from '../catalogue/a-or-an';
import { readId } from '../client/read-list';
import { recordMoments } from '../client/record-moments';
import { filledTitle } from '../client/record-title';
import { describeKeys } from '../error-texts/failed-answer';
import { ViviError } from '../errors';
import type { JsonObject } from '../http/json';
import { valueFingerprint } from './fingerprint';
import type { Watchable } from './watchable';

/**
 * The ID of a record in a list. A record without one, such as a person who was invited and has not
 * signed in, gets one that is made of its title and of the time of its creation. It stays the same
 * when other fields change. VIVI does not know it, so no request may hold it.
 * @throws ViviError `no_id` when the record has neither
 */
export function idOf(record: JsonObject, resource: Watchable): string {
	return readId(record, resource) ?? madeId(record, resource);
}

/** Whether VIVI did not give this ID, so that nothing can be asked for by it. */
export function isMade(id: string): boolean {
	return id.startsWith(MADE_ID);
}

function madeId(record: JsonObject, resource: Watchable): string {
	const { of, label, plural, titleFields } = resource;
	// People change names more often than what a record is known by.
	const known = of.upsertBy === undefined ? titleFields : [of.upsertBy, ...titleFields];
	const title = filledTitle(record, { titleFields: known });
	const { created } = recordMoments(record);
	if (title !== undefined || created !== undefined) {
		return `${MADE_ID}${valueFingerprint([title ?? null, created ?? null])}`;
	}
	const noun = label.toLowerCase();
	throw new ViviError({
		code: 'no_id',
		message: `VIVI's list of ${plural.toLowerCase()} holds ${aOrAn(noun)} without an ID, a title and a time of creation, so changes of it cannot be followed. The ${noun} has ${describeKeys(record)}.`,
		hint: "Read the list with 'API Request' on a schedule instead.",
	});
}
