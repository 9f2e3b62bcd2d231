import type { PlainOutputField, Trigger } from 'zapier-platform-core';

import { idLabel } from '../../../vivi/address/path';
import { catalogue } from '../../../vivi/catalogue';
import type { FoundRecord } from '../../../vivi/changes/account-records';
import { filterFieldsOf } from '../../../vivi/changes/filter-input';
import { watchableEvents, type Kind, type Watchable } from '../../../vivi/changes/watchable';
import { placeOf } from '../../../vivi/changes/read-whole-list';
import type { JsonObject } from '../../../vivi/http/json';
import { idInput, inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { lowerFirst } from '../fields/wording';
import { step, type Step } from '../step';
import { recordsFor } from './read-records';

/** The differences between the kinds of triggers. */
export interface TriggerKind {
	kind: Exclude<Kind, 'deleted'>;
	/** 'New', 'Updated' */
	word: string;
	/** Chooses the records to report. */
	select: (found: FoundRecord[], at: Step) => Array<FoundRecord & { more?: JsonObject }>;
	/** Fields besides the record's own, and their sample. */
	more?: { fields: PlainOutputField[]; sample: JsonObject };
}

/** A polling trigger for the records of a resource. */
export function recordTrigger(
	resource: Watchable,
	{ word, kind, more, select }: TriggerKind,
): Trigger {
	const { description } = watchableEvents.find(({ name }) => name === `${resource.name}.${kind}`)!;
	const inWorkspace = resource.name !== 'workspace';
	// Whether VIVI's IDs are unique beyond a workspace is not documented.
	const place = [...(inWorkspace ? [idField(catalogue.workspace)] : []), ...holderId(resource)];
	const primary = new Set(['id', ...[...place, ...(more?.fields ?? [])].map(({ key }) => key)]);
	const fields = [...outputFields(resource.output), ...place, ...(more?.fields ?? [])];
	return {
		key: toKey(`${word} ${resource.name}`),
		noun: resource.label,
		display: {
			label: `${word} ${resource.label}${resource.holder ? ` in ${resource.holder.label}` : ''}`,
			description: `Triggers when ${lowerFirst(description)}.`,
		},
		operation: {
			type: 'polling',
			cleanInputData: false,
			inputFields: [
				...(inWorkspace ? [WORKSPACE_INPUT] : []),
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
				...(inWorkspace && { workspaceId: catalogue.workspace.sample['id'] }),
				...(resource.holder && { [resource.holder.idField]: resource.holder.sample['id'] }),
				...more?.sample,
			},
		},
	};
}

const WORKSPACE_INPUT = idInput(catalogue.workspace, {
	required: false,
	helpText:
		'The workspace to watch. Leave it empty to watch all workspaces that the key reaches; a Workspace API key reaches its own.',
});

const idField = ({ idField: key }: Pick<Watchable, 'idField'>): PlainOutputField => ({
	key,
	label: idLabel(key),
	type: 'string',
});

function holderId({ holder }: Watchable): PlainOutputField[] {
	return holder ? [idField(holder)] : [];
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
