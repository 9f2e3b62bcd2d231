import type { Resource } from '../../../vivi/catalogue/types';
import { newestFirst } from '../../../vivi/changes/account-records';
import { isAsCreated, versioner } from '../../../vivi/changes/version';
import { recordTrigger } from './trigger';

/**
 * Updated …: Zapier remembers ID, workspace and version together (`primary`), all that it ever was told.
 *
 * A record that says it was never changed is left out, or each new one would be told as changed. Where
 * records do not tell both their times, a new one cannot be told from a changed one and comes as well.
 */
export function updatedRecordTrigger(resource: Resource) {
	return recordTrigger(resource, {
		kind: 'updated',
		word: 'Updated',
		select(found, { bundle }) {
			const versionOf = versioner();
			// In the editor any record will do as an example.
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
