import { id, name, status, timestamps, type } from './fields';
import { filterBy, filterByRecord } from './filters';
import { byName, get, list } from './operations';
import { WORKSPACE_PATH } from './paths';
import type { Resource } from './types';

const subject = {
	noun: 'channel',
	nouns: 'channels',
	path: `${WORKSPACE_PATH}/channels`,
	itemPath: `${WORKSPACE_PATH}/channels/{channelId}`,
	read: ['accountAdmin', 'workspaceAdmin', 'agentManager'],
	write: [],
} as const;

export const channel = {
	name: 'channel',
	label: 'Channel',
	plural: 'Channels',
	description: 'A way for end users to reach an agent, such as SMS, Microsoft Teams or the API',
	idField: 'channelId',
	titleFields: ['name'],
	parent: 'workspace',
	segment: 'channels',
	output: [
		id,
		name,
		type,
		{ name: 'agentId', label: 'Agent ID', type: 'string', simple: true },
		status,
		...timestamps,
	],
	sample: {
		id: 'chn_c40d18e6',
		name: 'Website chat',
		type: 'webChat',
		agentId: 'agt_7be20a91',
		status: 'active',
		createdAt: '2026-02-02T12:00:00.000Z',
		updatedAt: '2026-02-20T17:30:00.000Z',
	},
	operations: byName(
		get(subject),
		list(subject, {
			filters: [
				filterByRecord('agentId', 'Agent', 'agent'),
				filterBy(status, 'active'),
				filterBy(type, 'webChat'),
			],
		}),
	),
} satisfies Resource;
