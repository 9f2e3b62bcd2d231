import type { PlainOutputField } from 'zapier-platform-core';

import { offeredOf, operationsOf, resources } from '../../vivi/catalogue';
import { chat } from '../../vivi/catalogue/chat';
import type { Endpoint } from '../../vivi/catalogue/types';
import { isJsonObject, type JsonObject } from '../../vivi/http/json';
import App from '../../zapier/src';
import { toKey } from '../../zapier/src/fields/key';
import { operationKey } from '../../zapier/src/fields/operation-name';
import { channelOf, connect, keyOf, run } from './support/app';
import { startFileServer, type FileServer } from './support/file-server';
import { keysOf, requiredInput, scopeOf, stepInput } from './support/step-input';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();
let files: FileServer;
let authData: Record<string, string>;

beforeAll(async () => {
	files = await startFileServer(Buffer.from('A file'));
	authData = await connect({ ...keyOf(local.sandbox), ...channelOf(local.sandbox) });
});
afterAll(async () => await files.close());

interface Described {
	sample?: Record<string, unknown>;
	outputFields?: unknown;
}

/** A key of the sample must come up in what VIVI answers, and must be of the same type there. */
function check(method: string, described: Described, records: JsonObject[]) {
	expect(records.length).toBeGreaterThan(0);
	const fields = described.outputFields as PlainOutputField[];
	for (const [key, value] of Object.entries(described.sample!)) {
		const given = records.map((record) => record[key]).filter((one) => (one ?? null) !== null);
		expect([key, records.some((record) => Object.hasOwn(record, key))]).toEqual([key, true]);
		for (const one of given) expect([key, typeOf(one)]).toEqual([key, typeOf(value)]);
	}
	for (const { key, type, list } of fields) {
		for (const record of [described.sample!, ...records]) {
			const value = record[key] ?? null;
			if (value === null || type === undefined) continue;
			const one = list ? (value as unknown[])[0] : value;
			if (one !== undefined) expect([method, key, typeOf(one)]).toEqual([method, key, TYPES[type]]);
			if (type === 'datetime') expect(one).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/);
		}
	}
}

const TYPES: Readonly<Record<string, string>> = {
	string: 'string',
	datetime: 'string',
	number: 'number',
	integer: 'number',
	boolean: 'boolean',
};

function typeOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return isJsonObject(value) ? 'object' : typeof value;
}

const place = () => ({ workspace_id: local.sandbox.defaultWorkspaceId });

test.each(Object.values(App.triggers))('$key: the sample is what VIVI gives', async (trigger) => {
	const method = `triggers.${trigger.key}.operation.perform`;
	const meta = { isLoadingSample: true };
	const records = await run<JsonObject[]>(method, { authData, inputData: place(), meta });

	check(method, trigger.operation, records);
});

test.each(resources.map((resource) => [toKey(`find ${resource.label}`), resource] as const))(
	'%s: the sample is what VIVI gives',
	async (key, resource) => {
		const scope = scopeOf(local.sandbox, resource);
		const [first] = local.sandbox.data.list(resource.name, scope);
		const title = resource.titleFields.map((name) => first![name]).find((text) => text);
		const method = `searches.${key}.operation.perform`;
		const inputData = { ...keysOf(scope), search: title };

		const records = await run<JsonObject[]>(method, { authData, inputData });

		check(method, App.searches[key]!.operation, records);
	},
);

const listed = resources.flatMap((resource) =>
	operationsOf(resource)
		.filter(({ kind, output }) => kind === 'list' && output)
		.map((operation) => [operationKey(resource, operation), resource, operation] as const),
);

test.each(listed)('%s: the sample is what VIVI gives', async (key, resource, operation) => {
	const { inputData } = stepInput(local.sandbox, resource, operation);
	const method = `searches.${key}.operation.perform`;
	const records = await run<JsonObject[]>(method, { authData, inputData });

	check(method, App.searches[key]!.operation, records);
});

/** What has to be filled in for the actions that are no operation of the catalogue. */
const OTHER: Readonly<Record<string, () => Record<string, unknown>>> = {
	api_request: () => ({
		method: 'GET',
		path: `/accounts/${local.sandbox.accountId}/workspaces`,
	}),
	generate_report: () => ({ format: 'markdown', since: '2026-01-01T00:00:00Z' }),
	run_api_operation: () => ({
		api_operation: 'GET /accounts/{accountId}/workspaces/{workspaceId}/agents/{agentId}',
		path__workspaceId: local.sandbox.defaultWorkspaceId,
		path__agentId: local.sandbox.data.list('agent')[0]!['id'],
	}),
};

/** What has to be filled in for an action of the catalogue. */
function inputOf(key: string): Record<string, unknown> {
	for (const resource of resources) {
		const operation = offeredOf(resource).find(
			(one) => operationKey(resource, one) === key && one.kind !== 'list',
		);
		if (operation) return stepInput(local.sandbox, resource, operation as Endpoint).inputData;
	}
	return requiredInput(offeredOf(chat).find((one) => operationKey(chat, one) === key)!);
}

test.each(Object.values(App.creates))('$key: the sample is what VIVI gives', async (create) => {
	const method = `creates.${create.key}.operation.perform`;
	const file = `${files.url}/hydrate`;
	const inputData = OTHER[create.key]?.() ?? { ...inputOf(create.key), file };

	check(method, create.operation, [await run<JsonObject>(method, { authData, inputData })]);
});
