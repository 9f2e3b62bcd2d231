import type { Resource } from '../../../vivi/catalogue/types';
import { newestFirst } from '../../../vivi/changes/account-records';
import { recordTrigger } from './trigger';

/** New …: Zapier remembers the IDs it has seen, with their workspaces (`primary`), so that each record is told once. */
export function newRecordTrigger(resource: Resource) {
	return recordTrigger(resource, {
		kind: 'created',
		word: 'New',
		select: (found) => newestFirst(found, 'created'),
	});
}
