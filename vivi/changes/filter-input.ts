import { catalogue } from '../catalogue';
import type { InputField } from '../catalogue/types';
import { readField, type InputValues } from '../client/input-values';
import { trimmed } from '../text/trimmed';
import type { RecordScope } from './account-records';
import type { EventFilter, Sender } from './event-filter';
import type { Watch } from './watch';
import type { Watchable } from './watchable';

/** The form of the filters of a trigger. */
export const filterFields = {
	agentIds: {
		name: 'agentIds',
		label: 'Only These Agents',
		type: 'references',
		resource: 'agent',
		help: 'Report only these agents, and the channels, threads and messages that belong to them',
	},
	channelIds: {
		name: 'channelIds',
		label: 'Only These Channels',
		type: 'references',
		resource: 'channel',
		help: 'Report only these channels, and the threads and messages that belong to them',
	},
	knowledgeBaseIds: {
		name: 'knowledgeBaseIds',
		label: 'Only Files of These Knowledge Bases',
		type: 'references',
		resource: 'knowledgeBase',
		help: 'Watch only the files of these knowledge bases. Each poll reads the files of all that are watched.',
	},
	sender: {
		name: 'sender',
		label: 'Only Messages From',
		type: 'options',
		help: 'Who wrote the messages that are reported, as far as their role tells',
		options: [
			{ value: 'agent', label: 'The Agent' },
			{ value: 'anyone', label: 'Anyone' },
			{ value: 'person', label: 'The Person' },
		],
		default: 'anyone',
	},
	nameContains: {
		name: 'nameContains',
		label: 'Only If Name Contains',
		type: 'string',
		help: "Report only records whose name contains this text (a thread's title, a user's name or email, a message's text), in upper or lower case",
		placeholder: 'e.g. urgent',
	},
} as const satisfies Record<string, InputField>;

const { workspace } = catalogue;

/** The workspace of a trigger that watches one resource, in one workspace or in all. */
export const workspaceToWatch = {
	name: workspace.idField,
	label: workspace.label,
	type: 'reference',
	resource: workspace.name,
	in: 'path',
	help: 'The workspace to watch. Leave it empty to watch all workspaces that the key reaches; a Workspace API key reaches its own.',
} as const satisfies InputField;

/** The form of a trigger that watches one resource. */
export function scopeFieldsOf(resource: Watchable): InputField[] {
	const isInWorkspace = resource.name !== workspace.name;
	return [...(isInWorkspace ? [workspaceToWatch] : []), ...filterFieldsOf(resource)];
}

/**
 * Reads the values of {@link scopeFieldsOf}.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readScope(values: InputValues): RecordScope {
	const chosen = readField(workspaceToWatch, values[workspaceToWatch.name]);
	return { workspaces: chosen === undefined ? 'all' : [String(chosen)], ...readFilter(values) };
}

/** The filters that have an effect on what is watched. */
function filterFieldsOf(resource: Watchable): InputField[] {
	const { agentIds, channelIds, knowledgeBaseIds, sender, nameContains } = filterFields;
	const places = [resource, ...(resource.holder ? [resource.holder] : [])];
	const belongsTo = (name: string) =>
		places.some(
			(one) => one.name === name || one.output.some((field) => field.name === `${name}Id`),
		);
	return [
		...(resource.holder?.name === 'knowledgeBase' ? [knowledgeBaseIds] : []),
		...(belongsTo('agent') ? [agentIds] : []),
		...(belongsTo('channel') ? [channelIds] : []),
		...(resource.grows ? [sender] : []),
		nameContains,
	];
}

/**
 * Reads the values of {@link filterFields}.
 * @throws ViviInputError naming the field that cannot be read
 */
export function readFilter(values: InputValues): Pick<Watch, 'holderIds' | 'filter'> {
	const read = (field: InputField) => readField(field, values[field.name]);
	const ids = (field: InputField) => (read(field) ?? []) as string[];
	const [agentIds, channelIds, knowledgeBase] = [
		ids(filterFields.agentIds),
		ids(filterFields.channelIds),
		ids(filterFields.knowledgeBaseIds),
	];
	const sender = read(filterFields.sender) as Sender | 'anyone';
	const nameContains = trimmed((read(filterFields.nameContains) ?? '') as string);
	const filter: EventFilter = {
		...(agentIds.length > 0 && { agentIds }),
		...(channelIds.length > 0 && { channelIds }),
		...(sender !== 'anyone' && { sender }),
		...(nameContains !== '' && { nameContains }),
	};
	return {
		...(knowledgeBase.length > 0 && { holderIds: { knowledgeBase } }),
		...(Object.keys(filter).length > 0 && { filter }),
	};
}
