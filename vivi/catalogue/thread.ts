import { id, timestamps } from './fields';
import { filterBy, filterByRecord } from './filters';
import { byName, get, list, listWithin, remove } from './operations';
import { WORKSPACE_PATH } from './paths';
import type { Output, OutputField, Resource } from './types';

const subject = {
	noun: 'thread',
	nouns: 'threads',
	path: `${WORKSPACE_PATH}/threads`,
	itemPath: `${WORKSPACE_PATH}/threads/{threadId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'chatUser'],
	write: ['accountAdmin', 'workspaceAdmin'],
} as const;

const role: OutputField = { name: 'role', label: 'Role', type: 'string', simple: true };

/** A message of a thread. */
const messages = {
	plural: 'messages',
	watched: { name: 'message', label: 'Message', titleFields: ['content'] },
	fields: [
		id,
		role,
		{ name: 'content', label: 'Content', type: 'string', simple: true },
		{ name: 'createdAt', label: 'Created At', type: 'dateTime', simple: true },
	],
	sample: {
		id: 'msg_4d0a6c38',
		role: 'agent',
		content: 'You can send the boots back within 30 days.',
		createdAt: '2026-03-05T18:02:04.000Z',
	},
} satisfies Output;

export const thread = {
	name: 'thread',
	label: 'Thread',
	plural: 'Threads',
	description: 'A conversation between a person and an agent',
	idField: 'threadId',
	titleFields: ['title'],
	parent: 'workspace',
	segment: 'threads',
	output: [
		id,
		{ name: 'title', label: 'Title', type: 'string', simple: true },
		{ name: 'agentId', label: 'Agent ID', type: 'string', simple: true },
		{ name: 'channelId', label: 'Channel ID', type: 'string', simple: true },
		{ name: 'userId', label: 'User ID', type: 'string', simple: true },
		{ name: 'messageCount', label: 'Message Count', type: 'number', simple: true },
		...timestamps,
	],
	sample: {
		id: 'thr_e91f27ab',
		title: 'Return of a pair of boots',
		agentId: 'agt_7be20a91',
		channelId: 'chn_c40d18e6',
		userId: 'usr_58c1d0e7',
		messageCount: 6,
		createdAt: '2026-03-05T18:02:00.000Z',
		updatedAt: '2026-03-05T18:09:30.000Z',
	},
	operations: byName(
		remove(subject, 'All its messages are lost.'),
		get(subject),
		list(subject, {
			filters: [
				filterByRecord('agentId', 'Agent', 'agent'),
				filterByRecord('channelId', 'Channel', 'channel'),
				filterByRecord('userId', 'User', 'user'),
			],
		}),
		listWithin(
			subject,
			{
				name: 'getMessages',
				label: 'Get Messages',
				action: 'Get the messages of a thread',
				description: 'Get what the person and the agent wrote',
				does: 'Gets what the person and the agent wrote',
			},
			messages,
			[filterBy(role, 'agent')],
		),
	),
} satisfies Resource;
