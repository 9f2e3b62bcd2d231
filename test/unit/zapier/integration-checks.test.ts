import { integrationChecks, integrationFindings } from '../../../scripts/zapier/checks';
import type { App, Field, StepDefinition } from '../../../scripts/zapier/definition';

const PLATFORM = '19.1.0';

const dropdown = { perform: () => ({ results: [] }) };
const idField: Field = {
	key: 'agent_id',
	label: 'Agent',
	choices: dropdown,
	search: 'find_agent.id',
};
const sample = { id: '1', name: 'Desk', created_at: '2026-03-01T08:00:00Z' };

const step = (
	key: string,
	label: string,
	description: string,
	operation: Partial<StepDefinition['operation']>,
): StepDefinition => ({
	...{ key, noun: 'Agent', display: { label, description } },
	operation: { perform: () => [], inputFields: [idField], sample, ...operation },
});

/** An app that no check has anything to say about. */
const good = (): App => ({
	version: '1.0.0',
	platformVersion: PLATFORM,
	flags: { cleanInputData: false },
	authentication: {
		type: 'session',
		fields: [
			{
				key: 'client_secret',
				label: 'Client Secret',
				type: 'password',
				helpText: 'See [API keys](https://docs.vivi.example/keys).',
			},
			{ key: 'token_url', label: 'Token URL', helpText: 'Such as `https://vivi.example/token`.' },
		],
		connectionLabel: '{{name}}',
		test: () => ({ name: 'Account' }),
		sessionConfig: {
			perform: async (z: Z, { authData }: { authData: Record<string, string> }) => {
				const url = new URL(authData['token_url']!);
				const isGood = url.protocol === 'https:' && /^[\w-]+\.vivi\.example$/.test(url.hostname);
				if (!isGood || url.username) throw new Error('The token URL is not one of VIVI.');
				return (await z.request({ url: url.href, method: 'POST' })).data;
			},
		},
	},
	triggers: {
		new_agent: step('new_agent', 'New Agent', 'Triggers when an agent is created.', {}),
		agent_hook: step('agent_hook', 'Agent Published', 'Triggers when an agent is published.', {
			...{ type: 'hook', performList: () => [] },
			...{ performSubscribe: () => ({}), performUnsubscribe: () => ({}) },
		}),
	},
	searches: {
		find_agent: step('find_agent', 'Find Agent', 'Finds an agent.', {
			inputFields: [{ key: 'name', label: 'Name' }],
		}),
	},
	creates: {
		create_agent: step('create_agent', 'Create Agent', 'Creates an agent.', {
			outputFields: [
				{ key: 'id', label: 'ID', required: true },
				{ key: 'created_at', label: 'Created', type: 'datetime' },
				{ key: 'owner__age', label: 'Age of the Owner', type: 'integer' },
				{ key: 'files[]size', label: 'File Size', type: 'number' },
			],
			sample: { ...sample, owner: { age: 40 }, files: [{ size: 1.5 }] },
		}),
	},
	searchOrCreates: {
		find_agent: {
			...{ key: 'find_agent', search: 'find_agent', create: 'create_agent' },
			display: { label: 'Find or Create Agent', description: 'Finds an agent, or creates it.' },
		},
	},
});

interface Z {
	request(options: object): Promise<{ data: object }>;
}

/** Changes to the good app that break a check, by the check's ID. */
const BREAKS: Record<string, Array<(app: App) => void>> = {
	D001: [
		withField({ key: 'api_key', label: 'Key' }),
		withField({ key: 'x', label: 'Client Secret' }),
		withField({ key: 'accessToken', label: 'T' }),
	],
	D002: [(app) => (app.authentication!.fields![0]!.helpText = 'It is in the settings.')],
	D003: [
		(app) => delete app.authentication!.connectionLabel,
		(app) => (app.authentication!.connectionLabel = 'VIVI'),
	],
	D004: [withField({ key: 'user_id' }), withField({ key: 'user', label: 'User ID' })],
	D005: [withField({ key: 'user', dynamic: 'users.id.name' })],
	D006: [(app) => delete operation(app, 'agent_hook').performList],
	D007: [
		withField({ key: 'x', helpText: 'See [it](http://vivi.example).' }),
		withField({ key: 'x', default: 'http://vivi.example' }),
	],
	D008: [
		withField({ key: 'x', helpText: 'See https://vivi.example' }),
		withField({ key: 'x', helpText: 'See [it(https://vivi.example)' }),
		(app) => (app.creates!['create_agent']!.display.description = 'See [it](here).'),
	],
	D009: [(app) => (app.searches!['find_agent']!.operation.inputFields = [])],
	D010: [
		(app) => delete operation(app, 'new_agent').sample!['id'],
		(app) => (operation(app, 'new_agent').outputFields = [{ key: 'number', primary: true }]),
	],
	D011: [withField({ key: 'x', label: 'Sub-domain', helpText: 'sub domain.' })],
	D012: [(app) => (app.creates!['create_agent']!.operation = { inputFields: [idField] })],
	D013: [withField({ ...idField, search: 'find_user.id' })],
	D014: [withField({ key: 'agent', search: 'find_agent.id' })],
	D015: [
		(app) => (app.searchOrCreates!['find_agent']!.search = 'find_user'),
		(app) => (app.searchOrCreates!['find_agent']!.create = 'create_user'),
	],
	D016: [
		(app) => {
			for (const name of ['performSubscribe', 'performUnsubscribe'] as const) {
				delete operation(app, 'agent_hook')[name];
			}
			app.triggers = { agent_hook: app.triggers!['agent_hook']! };
			for (const kind of ['searches', 'creates', 'searchOrCreates'] as const) delete app[kind];
			operation(app, 'agent_hook').inputFields = [];
		},
	],
	D017: [(app) => delete operation(app, 'agent_hook').performUnsubscribe],
	D018: [
		(app) => (app.triggers!['new_agent']!.display.label = 'New agent'),
		(app) => (app.triggers!['new_agent']!.display.label = 'Agent In Workspace'),
	],
	D021: [
		(app) => (app.triggers!['new_agent']!.display.description = 'Triggers when it is created'),
		(app) => (app.triggers!['new_agent']!.display.description = 'Triggers whenever one is new.'),
	],
	D022: [(app) => (app.creates!['create_agent']!.operation.inputFields = [() => []])],
	D023: [
		withSample({ created_at: '2026-08-01T06:50:30' }),
		withSample({ created_at: 'yesterday' }),
		withSample({ day: '01 Aug 2023' }),
		withSample({ day: 'August 1, 2023' }),
		withSample({ inner: [{ day: '2026-08-01 06:50' }] }),
	],
	D024: [
		(app) => delete app.creates!['create_agent']!.operation.sample!['id'],
		(app) => (app.creates!['create_agent']!.operation.sample!['id'] = 1),
		(app) => (app.creates!['create_agent']!.operation.sample!['owner'] = { age: 'forty' }),
		(app) => (app.creates!['create_agent']!.operation.sample!['files'] = [{ size: '1' }]),
	],
	D025: [withField({ key: 'x', helpText: 'Click [here](javascript:alert(1)).' })],
	D026: [
		(app) => {
			app.authentication!.sessionConfig!.perform = async (z: Z, bundle: Bundle) =>
				(await z.request({ url: bundle.authData['token_url'], method: 'POST' })).data;
		},
		(app) => (app.authentication!.sessionConfig!.perform = () => ({ accessToken: 'a' })),
	],
	D027: [(app) => (app.platformVersion = '18.0.0')],
	D028: [(app) => delete app.flags, (app) => (operation(app, 'new_agent').cleanInputData = true)],
};

interface Bundle {
	authData: Record<string, string>;
}

function operation(app: App, trigger: string) {
	return app.triggers![trigger]!.operation;
}

function withField(field: Field) {
	return (app: App) => void app.creates!['create_agent']!.operation.inputFields!.push(field);
}

function withSample(values: Record<string, unknown>) {
	return (app: App) => void Object.assign(operation(app, 'new_agent').sample!, values);
}

/** Its own copies of all that a test may change; functions stay what they are. */
function copy<T>(value: T): T {
	if (Array.isArray(value)) return value.map(copy) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)])) as T;
}

test('a good app passes', async () => {
	expect(await integrationFindings(copy(good()), PLATFORM)).toEqual([]);
});

test('every check has a definition that breaks it', () => {
	expect(Object.keys(BREAKS).sort()).toEqual(integrationChecks(PLATFORM).map(({ id }) => id));
});

test('the checks are those that Zapier has published', () => {
	const published = Array.from({ length: 28 }, (_, at) => `D${String(at + 1).padStart(3, '0')}`);
	const checked = integrationChecks(PLATFORM).map(({ id }) => id);
	expect(published.filter((id) => !checked.includes(id))).toEqual(['D019', 'D020']);
});

test.each(
	Object.entries(BREAKS).flatMap(([id, changes]) =>
		changes.map((change, at) => [id, at + 1, change] as const),
	),
)('%s finds what it is there for (%i)', async (id, _at, change) => {
	const app = copy(good());
	change(app);
	const check = integrationChecks(PLATFORM).find((one) => one.id === id)!;
	expect(await check.find(app)).not.toEqual([]);
});
