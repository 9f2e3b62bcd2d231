import { recordTitle } from '../client/record-title';
import type { Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { shortened } from '../text/plain-text';
import { MAX_NAME_LENGTH } from './types';

/** The name of a record in a report; null when it has neither name nor ID. */
export function shownName(record: JsonObject, resource: Resource): string | null {
	const title = recordTitle(record, resource);
	return title === undefined ? null : shortened(title, MAX_NAME_LENGTH);
}
