import type { Trigger } from 'zapier-platform-core';

import { newestFirst } from '../../../vivi/changes/account-records';
import { isAsCreated, versioner } from '../../../vivi/changes/version';
import { watchable, type Watchable } from '../../../vivi/changes/watchable';
import { recordTrigger } from './trigger';

/** New … and Updated … for everything that can be watched. */
export const triggers: readonly Trigger[] = watchable.flatMap((resource) => [
	newRecordTrigger(resource),
	...(resource.kinds.includes('updated') ? [updatedRecordTrigger(resource)] : []),
]);

/** New …: Zapier remembers the IDs it has seen, with their workspaces (`primary`), so each record is reported once. */
function newRecordTrigger(resource: Watchable): Trigger {
	return recordTrigger(resource, {
		kind: 'created',
		word: 'New',
		select: (found) => newestFirst(found, 'created'),
	});
}

/**
 * Updated …: Zapier remembers ID, workspace and version together (`primary`), of every record it ever got.
 *
 * A record that says it was never changed is left out; otherwise each new record would also be reported
 * as changed. Where records do not hold both times, nobody can tell a new one from a changed one, and it
 * is reported too.
 */
function updatedRecordTrigger(resource: Watchable): Trigger {
	return recordTrigger(resource, {
		kind: 'updated',
		word: 'Updated',
		select(found, { bundle }) {
			const versionOf = versioner();
			// In the editor any record is good as an example.
			const isExample = bundle.meta?.isLoadingSample === true;
			const wanted = isExample ? found : found.filter(({ record }) => !isAsCreated(record));
			return newestFirst(wanted, 'updated').map((one) => ({
				...one,
				more: { fingerprint: versionOf(one.record) },
			}));
		},
		more: {
			fields: [{ key: 'fingerprint', label: 'Fingerprint', type: 'string' }],
			sample: { fingerprint: 'aqOVEqw-' },
		},
	});
}
