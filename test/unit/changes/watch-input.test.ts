import { readScope, scopeFieldsOf } from '../../../vivi/changes/filter-input';
import { watchableNamed, type Watchable } from '../../../vivi/changes/watchable';
import { readWatch } from '../../../vivi/changes/watch-input';

const ACCOUNT = { keyType: 'account' };
const LEAST = { events: 'agent.created', workspaces: 'all' };
const UNFILTERED = { events: ['agent.created'], workspaces: 'all', maxEvents: 100 };

it('watches what was filled in, and filters by nothing else', () => {
	expect(readWatch(LEAST, ACCOUNT)).toEqual(UNFILTERED);
	const blank = { agentIds: [], channelIds: '', knowledgeBaseIds: null, onlyFields: ' , ' };
	const none = { ...blank, sender: 'anyone', nameContains: ' ', emitExisting: 'no' };
	expect(readWatch({ ...LEAST, ...none }, ACCOUNT)).toEqual(UNFILTERED);
});

it.each([
	[{ agentIds: 'a, b' }, { filter: { agentIds: ['a', 'b'] } }],
	[{ channelIds: ['c'] }, { filter: { channelIds: ['c'] } }],
	[{ knowledgeBaseIds: ['k'] }, { holderIds: { knowledgeBase: ['k'] } }],
	[{ sender: 'The Person' }, { filter: { sender: 'person' } }],
	[{ nameContains: ' urgent ' }, { filter: { nameContains: 'urgent' } }],
	[{ onlyFields: 'name, status, name' }, { onlyFields: ['name', 'status'] }],
	[{ emitExisting: 'yes' }, { emitExisting: true }],
	[{ maxEvents: '7' }, { maxEvents: 7 }],
	[{ workspaces: 'selected', workspaceIds: 'w, x, w' }, { workspaces: ['w', 'x'] }],
])('reads %j', (values, read) =>
	expect(readWatch({ ...LEAST, ...values }, ACCOUNT)).toEqual({ ...UNFILTERED, ...read }),
);

it.each([
	[{ keyType: 'workspace', workspaceId: ' own ' }, ['own']],
	[{ keyType: 'account', workspaceId: 'default' }, 'all'],
])('all workspaces of the key %j are %j', (key, workspaces) =>
	expect(readWatch(LEAST, key)).toEqual({ ...UNFILTERED, workspaces }),
);

it('a trigger of one resource watches one workspace, or all where none is chosen', () => {
	expect(readScope({ workspaceId: 'w', nameContains: 'x' })).toEqual({
		...{ workspaces: ['w'], filter: { nameContains: 'x' } },
	});
	expect(readScope({ workspaceId: '' })).toEqual({ workspaces: 'all' });
});

it.each<[Watchable['name'], string]>([
	['workspace', 'nameContains'],
	['prompt', 'workspaceId nameContains'],
	['agent', 'workspaceId agentIds nameContains'],
	['channel', 'workspaceId agentIds channelIds nameContains'],
	['file', 'workspaceId knowledgeBaseIds nameContains'],
	['thread', 'workspaceId agentIds channelIds nameContains'],
	['message', 'workspaceId agentIds channelIds sender nameContains'],
])('a trigger of %s asks for %s', (name, fields) =>
	expect(scopeFieldsOf(watchableNamed(name)).map((field) => field.name)).toEqual(fields.split(' ')),
);
