import type { Resource } from '../../../vivi/catalogue/types';
import { fingerprinter } from '../../../vivi/changes/fingerprint';
import { recordMoments } from '../../../vivi/client/moments';
import { newestFirst, type Found } from './read-records';
import { recordTrigger } from './trigger';

/**
 * Updated …: Zapier remembers ID, workspace and fingerprint together (`primary`). The fingerprint is that of
 * `vivi/changes`: it stands for what a record says, not for when somebody last looked at it, and needs no
 * time of change.
 *
 * A record that says it was never changed is left out, or each new one would be told as changed. Where
 * records do not tell their times, a new one cannot be told from a changed one and comes as well.
 */
export function updatedRecordTrigger(resource: Resource) {
	return recordTrigger(resource, {
		kind: 'updated',
		word: 'Updated',
		select(found, { bundle }) {
			const fingerprint = fingerprinter();
			// In the editor any record will do as an example.
			const wanted = bundle.meta?.isLoadingSample ? found : found.filter(mayHaveChanged);
			return newestFirst(wanted, 'updated').map((one) => ({
				...one,
				more: { fingerprint: fingerprint(one.record) },
			}));
		},
		more: {
			fields: [{ key: 'fingerprint', label: 'Fingerprint', type: 'string' }],
			sample: { fingerprint: 'aqOVEqw-' },
		},
	});
}

function mayHaveChanged({ record }: Found): boolean {
	const { created, updated } = recordMoments(record);
	return created === undefined || updated === undefined || updated !== created;
}
