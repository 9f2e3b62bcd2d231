import { announcesBreaking, breakingChanges } from '../../../../scripts/release/breaking-changes';
import { interfaceOf } from '../../../../scripts/release/zapier-interface';
import type { App } from '../../../../scripts/zapier/definition';

const inputs = [
	{ key: 'workspace_id', required: true, choices: { perform: () => [] } },
	{ key: 'name', required: true },
	{ key: 'note', type: 'text' },
	{ key: 'files', children: [{ key: 'title', type: 'string' }] },
	() => [{ key: 'made_up_while_editing', required: true }],
];

/** An app of the shape that Zapier's schema asks for, with the parts that can break changed. */
const app = (changes: {
	version?: string;
	auth?: object;
	create?: object;
	trigger?: object;
	creates?: object;
}): App =>
	({
		version: changes.version ?? '1.0.0',
		authentication: {
			type: 'session',
			fields: [
				{ key: 'client_id', isNoSecret: true },
				{ key: 'workspace_id', required: false },
			],
			...changes.auth,
		},
		triggers: {
			new_agent: {
				display: {},
				operation: {
					type: 'polling',
					inputFields: [],
					outputFields: [{ key: 'id', primary: true }, { key: 'name' }],
					sample: { id: 'agt_1', name: 'Shop', owner: { email: 'a@b.test' }, tags: ['x'] },
					...changes.trigger,
				},
			},
			list_for_a_dropdown: { display: { hidden: true }, operation: { type: 'polling' } },
		},
		searches: { find_agent: { display: {}, operation: { inputFields: inputs } } },
		creates: changes.creates ?? {
			create_agent: {
				display: {},
				operation: { inputFields: inputs, sample: { id: 'a' }, ...changes.create },
			},
		},
		searchOrCreates: { find_agent: {} },
	}) as unknown as App;

const changesTo = (changes: Parameters<typeof app>[0]) =>
	breakingChanges(interfaceOf(app({})), interfaceOf(app(changes)));

const without = (key: string) => inputs.filter((field) => !('key' in field) || field.key !== key);

test('the same app breaks nothing', () => expect(changesTo({ version: '1.0.1' })).toEqual([]));

test('what is added and optional breaks nothing', () => {
	expect(
		changesTo({
			auth: {
				fields: [
					{ key: 'client_id' },
					{ key: 'workspace_id', required: false },
					{ key: 'base_url', required: false },
				],
			},
			create: { inputFields: [...inputs, { key: 'extra' }], sample: { id: 'a', more: 1 } },
		}),
	).toEqual([]);
});

test('what may be left out now breaks nothing', () => {
	const inputFields = [...without('name'), { key: 'name', required: false }];
	expect(changesTo({ create: { inputFields } })).toEqual([]);
});

test('a step that no Zap has may go', () => {
	const after = app({});
	delete after.triggers!['list_for_a_dropdown'];
	expect(breakingChanges(interfaceOf(app({})), interfaceOf(after))).toEqual([]);
});

test.each<[string, Parameters<typeof app>[0], string[]]>([
	['a removed action', { creates: {} }, ['The action create_agent was removed.']],
	[
		'a hidden action',
		{
			creates: {
				create_agent: {
					display: { hidden: true },
					operation: { inputFields: inputs, sample: { id: 'a' } },
				},
			},
		},
		['The action create_agent is hidden now.'],
	],
	[
		'a removed input',
		{ create: { inputFields: without('note') } },
		["The action create_agent lost the input 'note'."],
	],
	[
		'a removed input within an input',
		{ create: { inputFields: [...without('files'), { key: 'files', children: [] }] } },
		["The action create_agent lost the input 'files.title'."],
	],
	[
		'an input of another type',
		{ create: { inputFields: [...without('note'), { key: 'note', type: 'integer' }] } },
		["The action create_agent's input 'note' was 'text' and is now 'integer'."],
	],
	[
		'an input that is required now',
		{
			create: { inputFields: [...without('note'), { key: 'note', type: 'text', required: true }] },
		},
		["The action create_agent's input 'note' is required now."],
	],
	[
		'a new required input',
		{ create: { inputFields: [...inputs, { key: 'owner_id', required: true }] } },
		["The action create_agent has a new required input 'owner_id'."],
	],
	[
		'a removed output of the sample',
		{ create: { sample: {} } },
		["The action create_agent lost the output 'id'."],
	],
	[
		'a removed output within an output',
		{ trigger: { sample: { id: 'agt_1', name: 'Shop', owner: {}, tags: [] } } },
		["The trigger new_agent lost the output 'owner__email'."],
	],
	[
		'another kind of trigger',
		{ trigger: { type: 'hook' } },
		["The trigger new_agent was of the type 'polling' and is now 'hook'."],
	],
	[
		'items told apart by something else',
		{
			trigger: {
				outputFields: [
					{ key: 'id', primary: true },
					{ key: 'name', primary: true },
				],
			},
		},
		["The trigger new_agent told items apart by 'id' and does by 'id' and 'name' now."],
	],
	[
		'another kind of connection',
		{ auth: { type: 'oauth2' } },
		["The connection's type was 'session' and is now 'oauth2'."],
	],
	[
		// Fields of a connection are required unless they say otherwise.
		'a new field of the connection',
		{
			auth: {
				fields: [{ key: 'client_id' }, { key: 'workspace_id', required: false }, { key: 'region' }],
			},
		},
		["The connection has a new required input 'region'."],
	],
	[
		'a removed field of the connection',
		{ auth: { fields: [{ key: 'client_id' }] } },
		["The connection lost the input 'workspace_id'."],
	],
])('%s', (_name, changes, expected) => expect(changesTo(changes)).toEqual(expected));

test('a removed search and its search-or-create', () => {
	const after = { ...app({}), searches: {}, searchOrCreates: {} };
	expect(breakingChanges(interfaceOf(app({})), interfaceOf(after))).toEqual([
		'The search find_agent was removed.',
		'The search-or-create find_agent was removed.',
	]);
});

test('an interface survives being written as JSON', () => {
	const written = interfaceOf(app({}));
	expect(JSON.parse(JSON.stringify(written))).toEqual(written);
});

test.each([
	['1.4.2', '2.0.0', true],
	['9.0.0', '10.0.0', true],
	['1.4.2', '1.5.0', false],
	['0.1.0', '0.2.0', false],
])('from %s to %s: announced %s', (before, after, announced) => {
	expect(announcesBreaking(before, after)).toBe(announced);
});
