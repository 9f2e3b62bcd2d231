import type { PlainOutputField, Trigger } from 'zapier-platform-core';

import { idLabel } from '../../../vivi/address/path';
import { catalogue } from '../../../vivi/catalogue';
import type { InputField } from '../../../vivi/catalogue/types';
import { newestFirst, type FoundRecord } from '../../../vivi/changes/account-records';
import { scopeFieldsOf, workspaceToWatch } from '../../../vivi/changes/filter-input';
import { placeOf } from '../../../vivi/changes/read-whole-list';
import { isAsCreated, versioner } from '../../../vivi/changes/version';
import { watchable, watchableEvents, type Watchable } from '../../../vivi/changes/watchable';
import type { JsonObject } from '../../../vivi/http/json';
import { inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { lowerFirst } from '../fields/wording';
import { step, type Step } from '../step';
import { recordsFor } from './read-records';

type TriggerKind = 'created' | 'updated';

/** What is added to a record that has changed. */
const FINGERPRINT: PlainOutputField = { key: 'fingerprint', label: 'Fingerprint', type: 'string' };

/** New … and Updated … for everything that can be watched. */
export const triggers: readonly Trigger[] = watchable.flatMap((resource) =>
	(['created', 'updated'] as const)
		.filter((kind) => resource.kinds.includes(kind))
		.map((kind) => recordTrigger(resource, kind)),
);

/**
 * A polling trigger for the records of a resource. Zapier remembers the values of the `primary` fields
 * of every record it ever got: the ID with the workspace, so that each record is new only once, and of
 * changed ones the version as well.
 */
function recordTrigger(resource: Watchable, kind: TriggerKind): Trigger {
	const { name, label, holder } = resource;
	const isUpdate = kind === 'updated';
	const word = isUpdate ? 'Updated' : 'New';
	const { description } = watchableEvents.find((event) => event.name === `${name}.${kind}`)!;
	const above = [
		...(name === 'workspace' ? [] : [catalogue.workspace]),
		...(holder ? [holder] : []),
	];
	// Whether VIVI's IDs are unique beyond a workspace is not documented.
	const added = [...above.map(idField), ...(isUpdate ? [FINGERPRINT] : [])];
	const primary = new Set(['id', ...added.map(({ key }) => key)]);
	return {
		key: toKey(`${word} ${name}`),
		noun: label,
		display: {
			label: `${word} ${label}${holder ? ` in ${holder.label}` : ''}`,
			description: `Triggers when ${lowerFirst(description)}.`,
		},
		operation: {
			type: 'polling',
			cleanInputData: false,
			inputFields: scopeFieldsOf(resource).map(scopeInput),
			perform: step('read', async (at) => {
				const found = await recordsFor(at, resource);
				const chosen = isUpdate ? changed(found, at) : newestFirst(found, kind);
				return chosen.map((one) => toResult(resource, one));
			}),
			outputFields: [...outputFields(resource.output), ...added].map((field) =>
				primary.has(field.key) ? { ...field, primary: true } : field,
			),
			sample: {
				...sampleOf(resource.sample),
				...Object.fromEntries(above.map((one) => [one.idField, one.sample['id']])),
				...(isUpdate && { [FINGERPRINT.key]: 'aqOVEqw-' }),
			},
		},
	};
}

/** Fields that depend on the workspace wait for it, unless it says that it may stay empty. */
function scopeInput(field: InputField) {
	return { ...inputField(field), ...(field === workspaceToWatch && { required: false }) };
}

function idField({ idField: key }: Pick<Watchable, 'idField'>): PlainOutputField {
	return { key, label: idLabel(key), type: 'string' };
}

type Result = FoundRecord & { more?: JsonObject };

/**
 * A record that says it was never changed is left out; otherwise each new record would also be reported
 * as changed. Where records do not hold both times, nobody can tell a new one from a changed one, and it
 * is reported too.
 */
function changed(found: readonly FoundRecord[], { bundle }: Step): Result[] {
	const versionOf = versioner();
	// In the editor any record is good as an example.
	const isExample = bundle.meta?.isLoadingSample === true;
	const wanted = found.filter(({ record }) => isExample || !isAsCreated(record));
	return newestFirst(wanted, 'updated').map((one) => ({
		...one,
		more: { [FINGERPRINT.key]: versionOf(one.record) },
	}));
}

/**
 * The record as VIVI gave it, with its ID as `id` and its workspace for later steps. A field of the
 * record with the same name gives way: Zapier uses the workspace to distinguish records.
 */
function toResult(resource: Watchable, { record, more, ...found }: Result) {
	const place = placeOf({ resource, ...found });
	// Twice: once for the order of the fields, once for the value.
	return { ...place, ...record, ...place, id: found.id, ...more };
}
