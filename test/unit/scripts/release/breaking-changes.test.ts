import { announcesBreaking, breakingChanges } from '../../../../scripts/release/breaking-changes';
import { interfaceOf, type ZapierInterface } from '../../../../scripts/release/zapier-interface';
import type { App } from '../../../../scripts/zapier/definition';

const inputFields = [
	{ key: 'workspace_id', required: true, choices: { perform: () => [] } },
	{ key: 'note', type: 'text' },
	{ key: 'files', children: [{ key: 'title', type: 'string' }] },
	() => [{ key: 'made_up_while_editing', required: true }],
];

/** An app of the shape that Zapier's schema asks for, with the parts that can break. */
const app = {
	version: '1.0.0',
	authentication: {
		type: 'session',
		fields: [{ key: 'client_id' }, { key: 'workspace_id', required: false }],
	},
	triggers: {
		new_agent: {
			display: {},
			operation: {
				...{ type: 'polling', outputFields: [{ key: 'id', primary: true }, { key: 'name' }] },
				sample: { id: 'agt_1', owner: { email: 'a@b.test' }, tags: ['x'] },
			},
		},
		list_for_a_dropdown: { display: { hidden: true }, operation: { type: 'polling' } },
	},
	searches: { find_agent: { display: {}, operation: { inputFields } } },
	creates: { create_agent: { display: {}, operation: { inputFields, sample: { id: 'a' } } } },
	searchOrCreates: { find_agent: {} },
} as unknown as App;

const inputs = {
	'files.title': { type: 'string', required: false },
	files: { type: 'string', required: false },
	note: { type: 'text', required: false },
	workspace_id: { type: 'string', required: true },
};

test('Zaps depend on the keys, the required inputs and the outputs of an app', () => {
	const [search, create] = [[], ['id']].map((outputs) => ({
		...{ type: '', hidden: false, inputs, outputs, primary: [] },
	}));
	expect(interfaceOf(app)).toEqual({
		version: '1.0.0',
		authentication: {
			type: 'session',
			fields: {
				// Fields of a connection are required unless they say otherwise.
				client_id: { type: 'string', required: true },
				workspace_id: { type: 'string', required: false },
			},
		},
		triggers: {
			list_for_a_dropdown: { type: 'polling', hidden: true, inputs: {}, outputs: [], primary: [] },
			new_agent: {
				...{ type: 'polling', hidden: false, inputs: {}, primary: ['id'] },
				outputs: ['id', 'name', 'owner', 'owner__email', 'tags'],
			},
		},
		searches: { find_agent: search },
		creates: { create_agent: create },
		searchOrCreates: ['find_agent'],
	});
});

/** What breaks when an interface is changed. */
function changesBy(change: (after: ZapierInterface) => void): string[] {
	const after = structuredClone(interfaceOf(app));
	change(after);
	return breakingChanges(interfaceOf(app), after);
}

const text = { type: 'text', required: false };

test.each<[string, (after: ZapierInterface) => void]>([
	['another version', (after) => (after.version = '1.0.1')],
	['a new optional input', ({ creates }) => (creates['create_agent']!.inputs['extra'] = text)],
	['a new optional field', ({ authentication }) => (authentication.fields['base_url'] = text)],
	['a new output', ({ creates }) => creates['create_agent']!.outputs.push('more')],
	[
		'an input that may be left out now',
		({ creates }) => (creates['create_agent']!.inputs['workspace_id']!.required = false),
	],
	['a step less that no Zap has', ({ triggers }) => delete triggers['list_for_a_dropdown']],
])('%s breaks nothing', (_, change) => expect(changesBy(change)).toEqual([]));

test.each<[string, (after: ZapierInterface) => void]>([
	['The action create_agent was removed.', ({ creates }) => delete creates['create_agent']],
	['The search find_agent was removed.', ({ searches }) => delete searches['find_agent']],
	['The search-or-create find_agent was removed.', (after) => (after.searchOrCreates = [])],
	[
		'The action create_agent is hidden now.',
		({ creates }) => (creates['create_agent']!.hidden = true),
	],
	[
		"The action create_agent lost the input 'files.title'.",
		({ creates }) => delete creates['create_agent']!.inputs['files.title'],
	],
	[
		"The action create_agent's input 'note' was 'text' and is now 'integer'.",
		({ creates }) => (creates['create_agent']!.inputs['note']!.type = 'integer'),
	],
	[
		"The action create_agent's input 'note' is required now.",
		({ creates }) => (creates['create_agent']!.inputs['note']!.required = true),
	],
	[
		"The action create_agent has a new required input 'owner_id'.",
		({ creates }) => (creates['create_agent']!.inputs['owner_id'] = { ...text, required: true }),
	],
	[
		"The trigger new_agent lost the output 'owner__email'.",
		({ triggers }) => triggers['new_agent']!.outputs.splice(3, 1),
	],
	[
		"The trigger new_agent was of the type 'polling' and is now 'hook'.",
		({ triggers }) => (triggers['new_agent']!.type = 'hook'),
	],
	[
		"The trigger new_agent told items apart by 'id' and does by 'id' and 'name' now.",
		({ triggers }) => triggers['new_agent']!.primary.push('name'),
	],
	[
		"The connection's type was 'session' and is now 'oauth2'.",
		({ authentication }) => (authentication.type = 'oauth2'),
	],
	[
		"The connection has a new required input 'region'.",
		({ authentication }) => (authentication.fields['region'] = { ...text, required: true }),
	],
	[
		"The connection lost the input 'workspace_id'.",
		({ authentication }) => delete authentication.fields['workspace_id'],
	],
])('%s', (finding, change) => expect(changesBy(change)).toEqual([finding]));

test.each([
	['1.4.2', '2.0.0', true],
	['9.0.0', '10.0.0', true],
	['1.4.2', '1.5.0', false],
	['0.1.0', '0.2.0', false],
])('from %s to %s: announced %s', (before, after, announced) => {
	expect(announcesBreaking(before, after)).toBe(announced);
});
