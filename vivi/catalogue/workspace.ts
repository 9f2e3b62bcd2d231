import { description, descriptionInput, id, name, nameInput, timestamps } from './fields';
import { byName, create, get, list, remove, update } from './operations';
import { WORKSPACE_PATH, WORKSPACES_PATH } from './paths';
import type { Resource } from './types';

const subject = {
	noun: 'workspace',
	nouns: 'workspaces',
	path: WORKSPACES_PATH,
	itemPath: WORKSPACE_PATH,
	read: [
		'accountAdmin',
		'workspaceAdmin',
		'agentManager',
		'contentManager',
		'billingAdmin',
		'chatUser',
	],
	write: ['accountAdmin'],
} as const;

const inputs = [
	nameInput('workspace', 'e.g. Customer Support'),
	descriptionInput('workspace'),
] as const;

export const workspace = {
	name: 'workspace',
	label: 'Workspace',
	plural: 'Workspaces',
	description:
		'An environment inside an account, with users, agents and knowledge bases of its own',
	idField: 'workspaceId',
	titleFields: ['name'],
	upsertBy: 'name',
	segment: 'workspaces',
	output: [
		id,
		name,
		description,
		{ name: 'isDefault', label: 'Is Default', type: 'boolean', simple: true },
		...timestamps,
	],
	sample: {
		id: 'ws_3f9a1c52',
		name: 'Customer Support',
		description: 'Agents that answer customers',
		isDefault: true,
		createdAt: '2026-01-12T09:30:00.000Z',
		updatedAt: '2026-03-02T14:05:00.000Z',
	},
	operations: byName(
		create(subject, inputs),
		remove(
			subject,
			'Its users, agents, prompts, knowledge bases, integrations and channels live in it only: expect to lose them all.',
		),
		get(subject),
		// The guide's own sample call. The guide does not say whether a workspace key may make it.
		list(subject, { source: 'documented', roles: ['accountAdmin'] }),
		{
			...update(subject, inputs),
			// VIVI's pages say 'rename', so people search for that word.
			action: 'Update or rename a workspace',
			description:
				'Rename a workspace or change its description; what is left empty stays as it is',
			does: 'Renames a workspace or changes its description; what is left empty stays as it is',
		},
	),
} satisfies Resource;
