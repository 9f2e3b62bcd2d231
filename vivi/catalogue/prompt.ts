import { id, name, nameInput, timestamps } from './fields';
import { filterByFlag } from './filters';
import { act, byName, create, get, list, listWithin, remove, update } from './operations';
import { WORKSPACE_PATH } from './paths';
import type { InputField, Output, OutputField, Resource } from './types';

const subject = {
	noun: 'prompt',
	nouns: 'prompts',
	path: `${WORKSPACE_PATH}/prompts`,
	itemPath: `${WORKSPACE_PATH}/prompts/{promptId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'agentManager'],
	write: ['accountAdmin', 'workspaceAdmin', 'agentManager'],
} as const;

const inputs: readonly InputField[] = [
	nameInput('prompt', 'e.g. Returns policy'),
	{
		name: 'content',
		label: 'Content',
		type: 'text',
		required: true,
		help: 'The text of the prompt, plain or Markdown. Each save makes a new version.',
		placeholder: 'e.g. You are a friendly assistant that …',
	},
];

const content: OutputField = { name: 'content', label: 'Content', type: 'string', simple: true };

/** VIVI's page on prompts names every action on versions; the version numbers are assumed. */
const versions = {
	plural: 'versions',
	fields: [
		id,
		{ name: 'version', label: 'Version', type: 'number', simple: true },
		content,
		{ name: 'locked', label: 'Locked', type: 'boolean', simple: true },
		{ name: 'createdAt', label: 'Created At', type: 'dateTime', simple: true },
	],
	sample: {
		id: 'ver_6f20b1c9',
		version: 3,
		content: 'You help customers of {{shop}} with returns.',
		locked: false,
		createdAt: '2026-02-17T10:40:00.000Z',
	},
} satisfies Output;

const version: InputField = {
	name: 'version',
	label: 'Version',
	type: 'number',
	required: true,
	help: "The number of the version, as 'Get Versions' shows it",
	...{ whole: true, min: 1 },
};

const archived: OutputField = {
	...{ name: 'archived', label: 'Archived' },
	...{ type: 'boolean', simple: true },
};

export const prompt = {
	name: 'prompt',
	label: 'Prompt',
	plural: 'Prompts',
	description: 'The instructions of an agent, with a history of versions',
	idField: 'promptId',
	titleFields: ['name'],
	upsertBy: 'name',
	parent: 'workspace',
	segment: 'prompts',
	output: [
		id,
		name,
		content,
		{ name: 'version', label: 'Version', type: 'number', simple: true },
		archived,
		...timestamps,
	],
	sample: {
		id: 'prm_1d44f0b2',
		name: 'Returns policy',
		content: 'You help customers of {{shop}} to return what they bought.',
		version: 4,
		archived: false,
		createdAt: '2026-01-20T13:00:00.000Z',
		updatedAt: '2026-03-03T09:15:00.000Z',
	},
	operations: byName(
		act(
			subject,
			{
				name: 'archive',
				label: 'Archive',
				action: 'Archive a prompt',
				description: 'Put a prompt away without deleting it',
				does: 'Puts a prompt away without deleting it',
			},
			'archive',
		),
		create(subject, inputs),
		remove(
			subject,
			'All its versions are lost, and agents that are built from it need another one. VIVI can archive it instead.',
		),
		get(subject),
		list(subject, { filters: [filterByFlag(archived, 'archived prompts')] }),
		listWithin(
			subject,
			{
				name: 'getVersions',
				label: 'Get Versions',
				action: 'Get the versions of a prompt',
				description: 'Get every version of a prompt; each save makes a new one',
				does: 'Gets every version of a prompt; each save makes a new one',
			},
			versions,
		),
		act(
			subject,
			{
				name: 'lockVersion',
				label: 'Lock Version',
				action: 'Lock a version of a prompt',
				description:
					'Lock a version of a prompt for active use, so that later changes do not go live',
				does: 'Locks a version of a prompt for active use, so that later changes do not go live',
			},
			'lock-version',
			[version],
		),
		act(
			subject,
			{
				name: 'restore',
				label: 'Restore',
				action: 'Restore an archived prompt',
				description: 'Bring back a prompt that was archived',
				does: 'Brings back a prompt that was archived',
			},
			'restore',
		),
		act(
			subject,
			{
				name: 'rollBack',
				label: 'Roll Back',
				action: 'Roll back a prompt to an earlier version',
				description: 'Make an earlier version the text of a prompt again',
				does: 'Makes an earlier version the text of a prompt again',
			},
			'roll-back',
			[version],
		),
		update(subject, inputs),
	),
} satisfies Resource;
