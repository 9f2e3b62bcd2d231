import { KEY_FIELDS, KEY_TYPE } from '../auth/connection-fields';
import type { InputField } from '../catalogue/types';
import { readField, type InputValues } from '../client/input-values';
import { ViviInputError } from '../errors';
import { connectionWord, type Labels } from '../error-texts/labels';
import { trimmed } from '../text/trimmed';
import { filterFields, readFilter } from './filter-input';
import { EVENTS, type Watch } from './watch';

/** The form of a trigger that reports changes. */
export const watchFields = {
	events: EVENTS,
	workspaces: {
		name: 'workspaces',
		label: 'Workspaces',
		type: 'options',
		help: 'Where to look for events',
		default: 'all',
		options: [
			{
				value: 'all',
				label: 'All Workspaces',
				help: 'Every workspace the key reaches, also those created later; with a Workspace API key its own one',
			},
			{ value: 'selected', label: 'Selected Workspaces', help: 'Those chosen below' },
		],
	},
	workspaceIds: {
		name: 'workspaceIds',
		label: 'Workspaces',
		type: 'references',
		resource: 'workspace',
		help: 'The workspaces to watch',
	},
	emitExisting: {
		name: 'emitExisting',
		label: 'Emit Existing Records at First',
		type: 'boolean',
		help: 'Whether the first poll reports every record that is there already as a created one. Otherwise it only takes note of them.',
		default: false,
	},
	maxEvents: {
		name: 'maxEvents',
		label: 'Max Events per Poll',
		type: 'number',
		help: 'How many events one execution gets at most. What goes beyond waits for the next poll.',
		...{ whole: true, min: 1 },
		default: 100,
	},
	onlyFields: {
		name: 'onlyFields',
		label: 'Only If These Fields Changed',
		type: 'texts',
		help: "Names of fields as they stand in the event's 'record', separated by commas. Updates that change none of them are not reported.",
		placeholder: 'e.g. name, status',
	},
	...filterFields,
} as const satisfies Record<string, InputField>;

/**
 * Reads a watch from the values of {@link watchFields}.
 * @param key the connection's values; with a Workspace API key, its workspace stands for all
 * @throws ViviInputError naming the field that cannot be read
 */
export function readWatch(
	values: InputValues,
	key: Readonly<Record<string, unknown>>,
	labels: Labels = {},
): Watch {
	const read = (field: InputField) => readField(field, values[field.name]);
	const chosen = readWorkspaces(values);
	const onlyFields = [...new Set((read(watchFields.onlyFields) ?? []) as string[])];
	return {
		events: (read(watchFields.events) ?? []) as string[],
		workspaces: chosen === 'all' ? allWorkspaces(key, labels) : chosen,
		maxEvents: read(watchFields.maxEvents) as number,
		...readFilter(values),
		...(read(watchFields.emitExisting) === true && { emitExisting: true }),
		...(onlyFields.length > 0 && { onlyFields }),
	};
}

function allWorkspaces(
	{ keyType, workspaceId }: Readonly<Record<string, unknown>>,
	labels: Labels,
): Watch['workspaces'] {
	if (readField(KEY_TYPE, keyType) !== 'workspace') return 'all';
	const own = trimmed(String(workspaceId ?? ''));
	if (own !== '') return [own];
	const { label } = KEY_FIELDS.workspaceId;
	const connection = connectionWord(labels);
	throw new ViviInputError({
		code: 'missing_value',
		field: 'workspaceId',
		message: `The ${connection} does not say which workspace its key belongs to: '${label}' is empty.`,
		hint: `Fill in '${label}' in the ${connection}, or choose 'Selected Workspaces'.`,
	});
}

/**
 * The workspaces that were chosen.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readWorkspaces(values: InputValues): Watch['workspaces'] {
	const { workspaces, workspaceIds } = watchFields;
	if (readField(workspaces, values[workspaces.name]) !== 'selected') return 'all';
	const ids = readField(workspaceIds, values[workspaceIds.name]) ?? [];
	return [...new Set(ids as string[])];
}
