import type { PlainOutputField, Trigger } from 'zapier-platform-core';

import { idLabel } from '../../../vivi/address/path';
import { catalogue } from '../../../vivi/catalogue';
import { newestFirst, type FoundRecord } from '../../../vivi/changes/account-records';
import { filterFieldsOf } from '../../../vivi/changes/filter-input';
import { placeOf } from '../../../vivi/changes/read-whole-list';
import { isAsCreated, versioner } from '../../../vivi/changes/version';
import { watchable, watchableEvents, type Watchable } from '../../../vivi/changes/watchable';
import type { JsonObject } from '../../../vivi/http/json';
import { inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { lowerFirst } from '../fields/wording';
import { step, type Step } from '../step';
import { recordsFor, workspaceToWatch } from './read-records';

/** The differences between the kinds of triggers. */
interface TriggerKind {
	kind: 'created' | 'updated';
	/** The first word of its name. */
	word: string;
	/** Chooses the records to report, and what is added to each. */
	select: (found: FoundRecord[], at: Step) => Array<FoundRecord & { more?: JsonObject }>;
	/** What is added. */
	fields: PlainOutputField[];
	sample: JsonObject;
}

/** New …: Zapier remembers the IDs it has seen, with their workspaces (`primary`), so each record is reported once. */
const CREATED: TriggerKind = {
	kind: 'created',
	word: 'New',
	select: (found) => newestFirst(found, 'created'),
	fields: [],
	sample: {},
};

/**
 * Updated …: Zapier remembers ID, workspace and version together (`primary`), of every record it ever got.
 *
 * A record that says it was never changed is left out; otherwise each new record would also be reported
 * as changed. Where records do not hold both times, nobody can tell a new one from a changed one, and it
 * is reported too.
 */
const UPDATED: TriggerKind = {
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
	fields: [{ key: 'fingerprint', label: 'Fingerprint', type: 'string' }],
	sample: { fingerprint: 'aqOVEqw-' },
};

/** New … and Updated … for everything that can be watched. */
export const triggers: readonly Trigger[] = watchable.flatMap((resource) =>
	[CREATED, UPDATED]
		.filter(({ kind }) => resource.kinds.includes(kind))
		.map((kind) => recordTrigger(resource, kind)),
);

/** A polling trigger for the records of a resource. */
function recordTrigger(resource: Watchable, trigger: TriggerKind): Trigger {
	const { name, label, holder } = resource;
	const { word, kind, select } = trigger;
	const { description } = watchableEvents.find((event) => event.name === `${name}.${kind}`)!;
	const workspace = name === 'workspace' ? [] : [catalogue.workspace];
	const above = [...workspace, ...(holder ? [holder] : [])];
	// Whether VIVI's IDs are unique beyond a workspace is not documented.
	const added = [...above.map(idField), ...trigger.fields];
	const primary = new Set(['id', ...added.map(({ key }) => key)]);
	const fields = [...outputFields(resource.output), ...added];
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
			inputFields: [
				...workspace.map(() => ({ ...inputField(workspaceToWatch), required: false })),
				...filterFieldsOf(resource).map(inputField),
			],
			perform: step('read', async (at) =>
				select(await recordsFor(at, resource), at).map((one) => toResult(resource, one)),
			),
			outputFields: fields.map((field) =>
				primary.has(field.key) ? { ...field, primary: true } : field,
			),
			sample: {
				...sampleOf(resource.sample),
				...Object.fromEntries(above.map((one) => [one.idField, one.sample['id']])),
				...trigger.sample,
			},
		},
	};
}

function idField({ idField: key }: Pick<Watchable, 'idField'>): PlainOutputField {
	return { key, label: idLabel(key), type: 'string' };
}

/**
 * The record as VIVI gave it, with its ID as `id` and its workspace for later steps. A field of the
 * record with the same name gives way: Zapier uses the workspace to distinguish records.
 */
function toResult(
	resource: Watchable,
	{ record, more, ...found }: FoundRecord & { more?: JsonObject },
) {
	const place = placeOf({ resource, ...found });
	// Twice: once for the order of the fields, once for the value.
	return { ...place, ...record, ...place, id: found.id, ...more };
}
