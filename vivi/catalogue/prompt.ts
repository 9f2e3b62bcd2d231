import { id, name, nameInput, timestamps } from './fields';
import { byName, create, get, list, remove, update } from './operations';
import { WORKSPACE_PATH } from './paths';
import type { InputField, Resource } from './types';

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

export const prompt = {
	name: 'prompt',
	label: 'Prompt',
	plural: 'Prompts',
	description: 'The instructions of an agent, with a history of versions',
	idField: 'promptId',
	titleFields: ['name'],
	parent: 'workspace',
	segment: 'prompts',
	output: [
		id,
		name,
		{ name: 'content', label: 'Content', type: 'string', simple: true },
		{ name: 'version', label: 'Version', type: 'number', simple: true },
		{ name: 'archived', label: 'Archived', type: 'boolean', simple: true },
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
		create(subject, inputs),
		remove(subject),
		get(subject),
		list(subject),
		update(subject, inputs),
	),
} satisfies Resource;
