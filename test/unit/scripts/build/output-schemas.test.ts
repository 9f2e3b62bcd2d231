import { Vivi } from '../../../../nodes/Vivi/Vivi.node';
import { ViviTrigger } from '../../../../nodes/ViviTrigger/ViviTrigger.node';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { clientForKey } from '../../../../scripts/vivi/client-for-key';
import {
	eventSchema,
	outputSchemas,
	schemaFiles,
	SCHEMA_FOLDER,
} from '../../../../scripts/build/output-schemas';
import { sampleEvents } from '../../../../vivi/changes/sample-events';
import type { Watch } from '../../../../vivi/changes/watch';
import { watchableEvents } from '../../../../vivi/changes/watchable';
import { catalogue } from '../../../../vivi/catalogue';
import type { Resource } from '../../../../vivi/catalogue/types';
import type { Client } from '../../../../vivi/client/client';
import { simplify } from '../../../../vivi/client/simplify';
import type { JsonObject, JsonValue } from '../../../../vivi/http/json';
import { reportItems } from '../../../../vivi/report/items';
import { generateReport } from '../../../../vivi/report/report';

const schemas = outputSchemas();
const { description } = new Vivi();

/** Names of what does not fit, with their place. */
function misfits(value: JsonValue | undefined, schema: JsonObject, place = ''): string[] {
	const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	if (![schema.type].flat().includes(type)) return [`${place}: ${type}`];
	if (Array.isArray(value)) {
		return value.flatMap((one) => misfits(one, schema.items as JsonObject, `${place}[]`));
	}
	if (type !== 'object') return [];
	const properties = (schema.properties ?? {}) as Record<string, JsonObject>;
	return Object.entries(value as JsonObject).flatMap(([name, inner]) =>
		properties[name] ? misfits(inner, properties[name], `${place}.${name}`) : [`${place}.${name}?`],
	);
}

test('n8n finds a schema for every operation but those whose answer may be anything', () => {
	expect(SCHEMA_FOLDER).toBe(`__schema__/v${String(description.version)}.0.0`);
	const operations = description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options as Array<{ value: string }>).map(
				({ value }) => `${String(displayOptions?.show?.['resource']?.[0])}/${value}.json`,
			),
		);
	expect(Object.keys(schemas).sort()).toEqual(
		operations.filter((file) => !/^api(Request|Operation)\//.test(file)).sort(),
	);
});

test('n8n finds one for the trigger', () => {
	const { version } = new ViviTrigger().description;
	const file = `dist/nodes/ViviTrigger/__schema__/v${String(version)}.0.0.json`;
	expect(schemaFiles()[file]).toEqual(eventSchema());
});

describe('what the operations give fits its schema', () => {
	let sandbox: Sandbox;
	let client: Client;
	beforeAll(async () => {
		sandbox = await startSandbox({ workspaces: 2, agents: 8, knowledgeBases: 8, users: 8 });
		const { account } = sandbox.keys;
		const key = { ...account, workspaceId: '', baseUrl: sandbox.url };
		client = clientForKey({ ...key, accountId: sandbox.accountId });
	});
	afterAll(async () => await sandbox.close());

	const ids = () => ({ workspaceId: sandbox.defaultWorkspaceId });

	it.each(['agent', 'channel', 'knowledgeBase', 'prompt', 'thread', 'user', 'workspace'] as const)(
		'%s: Get Many, simplified',
		async (name) => {
			const resource: Resource = catalogue[name];
			const records: JsonObject[] = [];
			for await (const page of client.list(resource, resource.operations.getAll, {
				ids: ids(),
			})) {
				records.push(...page);
			}
			expect(records.length).toBeGreaterThan(0);
			const schema = schemas[`${name}/getAll.json`]!;
			const simple = records.map((record) => simplify(record, resource, resource.output));
			expect(simple.flatMap((record) => misfits(record, schema))).toEqual([]);
			expect(Object.keys(simple[0]!).sort()).toEqual(Object.keys(schema.properties!).sort());
		},
	);

	it('Agent: Update, whole', async () => {
		const { agent } = catalogue;
		const [one] = sandbox.data.list('agent');
		const record = await client.run(agent, agent.operations.update, {
			ids: { ...ids(), agentId: String(one!.id) },
			body: { name: 'New name' },
		});
		expect(misfits(record, schemas['agent/update.json']!)).toEqual([]);
		expect(record).toHaveProperty('knowledgeBaseIds');
	});

	it('VIVI Trigger: every event', async () => {
		const names = watchableEvents.map(({ name }) => name);
		const watch: Watch = { events: names, workspaces: 'all', maxEvents: 100 };
		const events = await sampleEvents(client, watch);
		expect(events.length).toBe(names.length);
		const seen = new Set(events.flatMap((event) => Object.keys(event)));
		for (const { record, before, after, ...rest } of events) {
			expect(record).toBeDefined();
			expect(before ?? after ?? {}).toEqual(expect.any(Object));
			expect(misfits(rest as JsonObject, eventSchema())).toEqual([]);
		}
		expect(Object.keys(eventSchema().properties!)).toEqual(expect.arrayContaining([...seen]));
	});

	it('Report: Generate', async () => {
		sandbox.setFaults([{ target: 'api', pathIncludes: '/prompts', status: 404 }]);
		const report = await generateReport(client, { since: '2020-01-01' });
		const items = [...reportItems(report, 'items'), ...reportItems(report, 'markdown')];
		const schema = schemas['report/generate.json']!;
		expect(items.flatMap((item) => misfits(item, schema))).toEqual([]);
		const given = new Set(items.flatMap((item) => Object.keys(item)));
		expect([...given].sort()).toEqual(Object.keys(schema.properties!).sort());
	});
});
