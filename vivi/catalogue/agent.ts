import { description, descriptionInput, id, name, nameInput, status, timestamps } from './fields';
import { filterBy } from './filters';
import { act, byName, create, get, list, remove, update } from './operations';
import { WORKSPACE_PATH } from './paths';
import type { InputField, Resource } from './types';

const subject = {
	noun: 'agent',
	nouns: 'agents',
	path: `${WORKSPACE_PATH}/agents`,
	itemPath: `${WORKSPACE_PATH}/agents/{agentId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'agentManager'],
	write: ['accountAdmin', 'workspaceAdmin', 'agentManager'],
} as const;

/** Citations and Structured Output are options of an agent in VIVI's docs; their keys are assumed. */
const inputs: readonly InputField[] = [
	nameInput('agent', 'e.g. Returns Assistant'),
	descriptionInput('agent'),
	{
		name: 'promptId',
		label: 'Prompt',
		type: 'reference',
		resource: 'prompt',
		help: 'The prompt that instructs the agent',
	},
	{
		name: 'knowledgeBaseIds',
		label: 'Knowledge Bases',
		type: 'references',
		resource: 'knowledgeBase',
		help: 'The knowledge bases the agent may look things up in',
	},
	{
		name: 'citations',
		label: 'Citations',
		type: 'boolean',
		help: 'Whether replies carry numbered references to their sources',
	},
	{
		name: 'structuredOutput',
		label: 'Structured Output',
		type: 'boolean',
		help: 'Whether the agent answers with a JSON object that follows the schema',
	},
	{
		name: 'structuredOutputSchema',
		label: 'Structured Output Schema',
		type: 'json',
		help: 'The JSON Schema of the answers: an object at the root, every property required, at most three levels deep and 5 KB long',
	},
];

export const agent = {
	name: 'agent',
	label: 'Agent',
	plural: 'Agents',
	description: 'An AI worker, made of a prompt, knowledge bases, integrations and channels',
	idField: 'agentId',
	titleFields: ['name'],
	upsertBy: 'name',
	parent: 'workspace',
	segment: 'agents',
	output: [
		id,
		name,
		description,
		status,
		{ name: 'promptId', label: 'Prompt ID', type: 'string', simple: true },
		{ name: 'knowledgeBaseIds', label: 'Knowledge Base IDs', type: 'array' },
		{ name: 'citations', label: 'Citations', type: 'boolean' },
		{ name: 'structuredOutput', label: 'Structured Output', type: 'boolean' },
		...timestamps,
	],
	sample: {
		id: 'agt_7be20a91',
		name: 'Returns Assistant',
		description: 'Answers questions about returns and refunds',
		status: 'published',
		promptId: 'prm_1d44f0b2',
		knowledgeBaseIds: ['kb_90c3e7aa'],
		citations: true,
		structuredOutput: false,
		createdAt: '2026-02-01T11:00:00.000Z',
		updatedAt: '2026-03-04T16:40:00.000Z',
	},
	operations: byName(
		create(subject, inputs),
		remove(subject, 'The channels that it is assigned to have no agent any more.'),
		{
			...create(subject, [
				{
					...nameInput('new agent', 'e.g. Returns Assistant, Test'),
					required: false,
					help: 'The name of the new agent. Left empty, VIVI gives it one.',
				},
			]),
			name: 'duplicate',
			label: 'Duplicate',
			action: 'Duplicate an agent',
			description: 'Create a new agent that is set up like an existing one',
			does: 'Creates a new agent that is set up like an existing one',
			path: `${subject.itemPath}/duplicate`,
		},
		get(subject),
		list(subject, { filters: [filterBy(status, 'published')] }),
		act(
			subject,
			{
				name: 'publish',
				label: 'Publish',
				action: 'Publish an agent',
				description: 'Make the current settings of an agent the ones that its channels use',
				does: 'Makes the current settings of an agent the ones that its channels use',
			},
			'publish',
		),
		update(subject, inputs),
	),
} satisfies Resource;
