import type { Sandbox } from '../../sandbox/server';
import { catalogue } from '../../vivi/catalogue';
import type { Endpoint, Resource, ResourceName } from '../../vivi/catalogue/types';
import type { JsonObject } from '../../vivi/http/json';
import { documentsKnowledgeBase } from '../support/documents-knowledge-base';
import type { Kind } from './matrix';

/** One use of VIVI, in terms that every shell can carry out. */
export interface Call {
	kind: Kind;
	resource: Resource;
	operation: Endpoint;
	/** What stands in the path, but for the account. */
	ids: Record<string, string>;
	body?: JsonObject;
	file?: { name: string; mimeType: string; content: Buffer };
	/** Told to an agent; all of them where it takes many, otherwise the first. */
	messages: readonly [string, ...string[]];
	/** Watched by a poll. */
	event: string;
	/** How many changes it has made to VIVI since the sandbox counts. */
	effect(): number;
}

const OPERATIONS: Record<Kind, [ResourceName, string]> = {
	list: ['prompt', 'getAll'],
	poll: ['prompt', 'getAll'],
	// It begins with the workspaces.
	report: ['workspace', 'getAll'],
	get: ['agent', 'get'],
	delete: ['agent', 'delete'],
	create: ['agent', 'create'],
	request: ['agent', 'create'],
	update: ['agent', 'update'],
	upload: ['file', 'upload'],
	// An exchange is seen when something needs the token.
	exchange: ['agent', 'get'],
	chat: ['channel', 'get'],
	stream: ['channel', 'get'],
	batch: ['channel', 'get'],
	chatUpload: ['channel', 'get'],
};

const MESSAGES = ['What do you know?', 'And of shoes?', 'Grüße {{ 1 }}'] as const;

/** Prepares a call of the kind, with records of its own to work on. */
export function prepare(sandbox: Sandbox, kind: Kind): Call {
	const [resourceName, operationName] = OPERATIONS[kind];
	const resource = catalogue[resourceName];
	const operation = (resource as Resource).operations[operationName]!;
	const { data } = sandbox;
	const ids: Record<string, string> = { workspaceId: sandbox.defaultWorkspaceId };
	if (resourceName === 'agent' && operation.path.includes('{agentId}')) {
		ids['agentId'] = String(data.insert('agent', { name: 'Before' })['id']);
	}
	if (resourceName === 'file') {
		ids['knowledgeBaseId'] = documentsKnowledgeBase(sandbox);
	}
	const scope = ids['knowledgeBaseId'] ? { knowledgeBaseId: ids['knowledgeBaseId'] } : {};
	const counted = kind === 'upload' ? 'file' : 'agent';
	const before = data.count(counted, scope);
	const agent = () => data.get('agent', ids['agentId'] ?? '');
	return {
		kind,
		resource,
		operation,
		ids,
		messages: MESSAGES,
		event: 'prompt.created',
		...(['create', 'update', 'request'].includes(kind) && { body: { name: 'After' } }),
		...((kind === 'upload' || kind === 'chatUpload') && {
			file: { name: 'a.txt', mimeType: 'text/plain', content: Buffer.from('Text') },
		}),
		effect: () => {
			switch (kind) {
				case 'create':
				case 'request':
				case 'upload':
					return data.count(counted, scope) - before;
				case 'update':
					return agent()?.['name'] === 'After' ? 1 : 0;
				case 'delete':
					return agent() ? 0 : 1;
				case 'chat':
				case 'stream':
					return sandbox.stats().sends;
				case 'batch':
					return sandbox.stats().sends / MESSAGES.length;
				case 'chatUpload':
					return sandbox.stats().uploads;
				default:
					return 0;
			}
		},
	};
}
