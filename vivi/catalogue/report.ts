import { agent } from './agent';
import { channel } from './channel';
import { knowledgeBase } from './knowledge-base';
import { prompt } from './prompt';
import { concurrency } from './settings';
import { thread } from './thread';
import type { Group, InputField, Operation, OutputField, Resource } from './types';
import { user } from './user';

/** The lists that a report counts, in their order; the keys are those of the counts. */
export const REPORTED = {
	agents: agent,
	knowledgeBases: knowledgeBase,
	prompts: prompt,
	channels: channel,
	users: user,
} as const satisfies Record<string, Resource>;

export type ReportedList = keyof typeof REPORTED;
export const REPORTED_LISTS = Object.keys(REPORTED) as ReportedList[];

/** What there is beside them, of each agent as well: what people have said to it. */
const ACTIVITY = { threads: thread, messages: { plural: 'Messages', label: 'Message' } } as const;

/** All that can be counted. */
export const FIGURES = { ...REPORTED, ...ACTIVITY } as const;
export type Figure = keyof typeof FIGURES;

/**
 * The number of changed records that a report names per workspace; more would only slow a workflow
 * down.
 */
export const MAX_NAMED = 100;

export const reportFields = {
	/** The moment from which changes are reported. */
	since: {
		name: 'since',
		label: 'Changed Since',
		type: 'dateTime',
		help: 'Also report what was created or updated since then. Leave it empty to count only.',
		placeholder: 'e.g. 2026-03-01T02:00:00Z',
	},
	workspaceIds: {
		name: 'workspaceIds',
		label: 'Workspaces',
		type: 'references',
		resource: 'workspace',
		help: 'Report on these workspaces only. Leave it empty for all that the key reaches',
	},
	counted: {
		name: 'counted',
		label: 'Count',
		type: 'texts',
		help: 'What is counted. Threads and messages are counted for each agent as well; VIVI is asked about each thread where it does not say how many messages there are.',
		options: (Object.keys(FIGURES) as Figure[]).map((value) => ({
			value,
			label: FIGURES[value].plural,
		})),
		default: REPORTED_LISTS,
	},
	compare: {
		name: 'compare',
		label: 'Compare With Last Report',
		type: 'boolean',
		help: "Whether to say what has become more or less since this node's last report in a published workflow. Where 'Changed Since' is empty, changes since then are reported.",
		default: false,
		remembers: true,
	},
	format: {
		name: 'format',
		label: 'Format',
		type: 'options',
		help: 'What the report is made into',
		options: [
			{ value: 'chart', label: 'Chart', help: 'Labels and datasets, as Chart.js takes them' },
			{ value: 'csv', label: 'CSV', help: 'A file for spreadsheets, a line for each workspace' },
			{ value: 'html', label: 'HTML', help: 'One text for the body of an email' },
			{
				value: 'items',
				label: 'Items',
				help: 'The figures of each workspace, and the total as the last item',
			},
			{ value: 'markdown', label: 'Markdown', help: 'One text for Slack and other chats' },
		],
		default: 'items',
	},
} as const satisfies Record<string, InputField>;

const counts: readonly OutputField[] = REPORTED_LISTS.map((list) => ({
	name: list,
	label: REPORTED[list].plural,
	type: 'number',
	simple: true,
}));

const changeCounts: readonly OutputField[] = [
	{ name: 'hasChanges', label: 'Has Changes', type: 'boolean' },
	{ name: 'createdCount', label: 'Created Count', type: 'number', simple: true },
	{ name: 'updatedCount', label: 'Updated Count', type: 'number', simple: true },
	{ name: 'unknownCount', label: 'Change Unknown Count', type: 'number' },
];

const type: OutputField = {
	...{ name: 'type', label: 'Type', type: 'string', simple: true },
	tellsApart: true,
};

/** The fields of a workspace's item. */
const workspaceOutput: readonly OutputField[] = [
	type,
	{ name: 'workspaceId', label: 'Workspace ID', type: 'string', simple: true },
	{ name: 'name', label: 'Name', type: 'string', simple: true },
	{ name: 'status', label: 'Status', type: 'string' },
	...counts,
	...changeCounts,
	{ name: 'created', label: 'Created', type: 'array' },
	{ name: 'updated', label: 'Updated', type: 'array' },
	{ name: 'failures', label: 'Failures', type: 'array' },
];

/** The fields of the total's item. */
const totalOutput: readonly OutputField[] = [
	type,
	{ name: 'since', label: 'Since', type: 'dateTime' },
	{ name: 'workspaceCount', label: 'Workspace Count', type: 'number', simple: true },
	{ name: 'partialCount', label: 'Partly Read Workspace Count', type: 'number' },
	{ name: 'unreadableCount', label: 'Unreadable Workspace Count', type: 'number', simple: true },
	...counts,
	...changeCounts,
	{ name: 'text', label: 'Text', type: 'string', simple: true },
];

/** The users could not be read. */
const sampleFigures = {
	agents: 12,
	knowledgeBases: 5,
	prompts: 8,
	channels: 3,
	users: null,
	hasChanges: true,
	createdCount: 1,
	updatedCount: 1,
	unknownCount: 0,
};

const workspaceSample = {
	type: 'workspace',
	workspaceId: 'ws_3f9a1c52',
	name: 'Customer Support',
	status: 'partial',
	...sampleFigures,
	created: [
		{
			resource: 'agent',
			id: 'agt_7be20a91',
			name: 'Returns Assistant',
			at: '2026-03-04T16:40:00.000Z',
		},
	],
	updated: [
		{
			resource: 'knowledgeBase',
			id: 'kb_90c3e7aa',
			name: 'Product manuals',
			at: '2026-03-05T07:45:00.000Z',
		},
	],
	failures: [
		{
			resource: 'user',
			code: 'forbidden',
			status: 403,
			reason: "The key is valid, but it has no permission for 'User: Get Many'.",
			hint: 'Raise the role of the key, or use an Account API key.',
		},
	],
};

const workspaceLine =
	'12 agents, 5 knowledge bases, 8 prompts, 3 channels, ? users, ≥ 1 created, ≥ 1 updated';

/**
 * Written out: both shells load it at every start, and rendering it would take longer than
 * everything else.
 */
const totalSample = {
	type: 'total',
	since: '2026-03-04T02:00:00.000Z',
	workspaceCount: 1,
	partialCount: 1,
	unreadableCount: 0,
	...sampleFigures,
	text: [
		'*VIVI report*\n',
		`1 workspace: ${workspaceLine}\n`,
		'Changes since 2026-03-04 02:00 UTC\n',
		`- *Customer Support*: ${workspaceLine}`,
		'  - Created (1): Returns Assistant (agent)',
		'  - Updated (1): Product manuals (knowledge base)\n',
		'*Could not be read*\n',
		"- Users of Customer Support: The key is valid, but it has no permission for 'User: Get Many'. Raise the role of the key, or use an Account API key.",
	].join('\n'),
};

/** Counts what other operations list one by one. */
export const report = {
	name: 'report',
	label: 'Report',
	description: 'What there is in the workspaces of an account, and what changed',
	operations: {
		generate: {
			name: 'generate',
			label: 'Generate',
			action: 'Generate a report on workspaces',
			description: `Count the agents, knowledge bases, prompts, channels and users of each workspace, and name up to ${MAX_NAMED} that were created and updated since a given moment`,
			does: `Counts the agents, knowledge bases, prompts, channels and users of each workspace, and names up to ${MAX_NAMED} that were created and updated since a given moment`,
			kind: 'report',
			connection: 'key',
			safety: 'read',
			fields: Object.values(reportFields),
			settings: [concurrency],
			output: {
				fields: totalOutput,
				sample: totalSample,
				records: {
					name: 'workspaces',
					label: 'Workspaces',
					fields: workspaceOutput,
					sample: workspaceSample,
				},
			},
		} satisfies Operation,
	},
} satisfies Group;
