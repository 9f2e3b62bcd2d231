import { Vivi } from '../../../../nodes/Vivi/Vivi.node';
import { ViviTrigger } from '../../../../nodes/ViviTrigger/ViviTrigger.node';
import { openApiDocument } from '../../../../sandbox/openapi';
import { startSandbox, type Sandbox } from '../../../../sandbox/server';
import { apiCoverage } from '../../../../scripts/docs/api-coverage';
import { outputSchemas } from '../../../../scripts/build/output-schemas';
import App from '../../../../zapier/src';
import { startEngine } from '../../../n8n/support/engine';
import { channelOf, connect, keyOf, run } from '../../../zapier/support/app';

/**
 * Prints, as JSON, what the n8n nodes, the Zapier app and the local VIVI have of what
 * docs/adding-a-resource.md adds, and what comes of it in both connectors. Runs in the copy of the
 * repository that has it.
 */
async function lookForAdditions(): Promise<object> {
	const sandbox = await startSandbox({ agents: 6, knowledgeBases: 6, threads: 2 });
	try {
		return {
			...inN8n(),
			...inZapier(),
			paths: Object.keys(openApiDocument(sandbox.url)['paths'] as object),
			schemas: Object.keys(outputSchemas()),
			coverage: apiCoverage().split('\n'),
			n8nRuns: await runInN8n(sandbox),
			zapierRuns: await runInZapier(sandbox),
		};
	} finally {
		await sandbox.close();
	}
}

function inN8n(): object {
	const node = new Vivi();
	const { properties } = node.description;
	const [resource] = properties.filter(({ name }) => name === 'resource');
	const of = (name: string) =>
		properties.filter(({ displayOptions }) => displayOptions?.show?.['resource']?.includes(name));
	const operations = (name: string) =>
		of(name)
			.find((property) => property.name === 'operation')
			?.options?.map((option) => option.name);
	return {
		resource: resource!.options!.find((option) => 'value' in option && option.value === 'tag'),
		operations: operations('tag'),
		fields: [...new Set(of('tag').map(({ name }) => name))],
		searches: Object.keys(node.methods.listSearch ?? {}),
		chatOperations: operations('chat'),
		ratingFields: of('chat')
			.filter(({ displayOptions }) => displayOptions?.show?.['operation']?.includes('rateAnswer'))
			.map(({ name }) => name),
		events: new ViviTrigger().description.properties
			.find(({ name }) => name === 'events')
			?.options?.map(({ name }) => name)
			.filter((name) => name.startsWith('Tag')),
	};
}

function inZapier(): object {
	const labels = [App.triggers, App.searches, App.creates, App.searchOrCreates]
		.flatMap((steps): Array<{ display: { label: string } }> => Object.values(steps))
		.map(({ display }) => display.label);
	return { zapier: labels.filter((label) => / Tag$|^Rate /.test(label)) };
}

/** A tag is created and listed, and an answer is rated. */
async function runInN8n(sandbox: Sandbox): Promise<object> {
	const engine = await startEngine({ sandbox });
	try {
		const { channelId, apiKey, baseUrl } = sandbox.channel;
		const channel = await engine.addCredential('viviChannelApi', { channelId, apiKey, baseUrl });
		const workspaceId = { __rl: true, mode: 'id', value: sandbox.defaultWorkspaceId };
		const tag = { resource: 'tag', workspaceId };
		const created = await engine.run({ ...tag, operation: 'create', name: 'Returns' });
		const listed = await engine.run({ ...tag, operation: 'getAll', returnAll: true });
		const rating = { resource: 'chat', operation: 'rateAnswer', threadId: 't1', rating: 'Good' };
		const rated = await engine.run(rating, [{ json: {} }], { credentials: channel });
		return {
			created: created.items.map(({ json }) => json),
			listed: listed.items.map(({ json }) => json),
			rated: rated.items.map(({ json }) => json),
		};
	} finally {
		engine.close();
	}
}

/** A tag is created and found, and an answer is rated. */
async function runInZapier(sandbox: Sandbox): Promise<object> {
	const key = await connect(keyOf(sandbox));
	const perform = async (step: string, authData: Record<string, string>, inputData: object) =>
		await run(`${step}.operation.perform`, { authData, inputData: { ...inputData } });
	const tag = { workspace_id: sandbox.defaultWorkspaceId };
	return {
		created: await perform('creates.create_tag', key, { ...tag, name: 'Refunds' }),
		found: await perform('searches.find_tag', key, { ...tag, search: 'Refunds' }),
		rated: await perform('creates.rate_answer', channelOf(sandbox), {
			thread: 't1',
			rating: 'bad',
			comment: 'Too long',
		}),
	};
}

void lookForAdditions().then((found) => console.log(JSON.stringify(found)));
