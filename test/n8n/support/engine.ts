import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stringify } from 'flatted';
import { LoadOptionsContext, PollContext, WorkflowExecute } from 'n8n-core';
import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IDataObject,
	ILoadOptionsFunctions,
	INode,
	INodeCredentials,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	IPollFunctions,
	IRun,
	IWorkflowExecuteAdditionalData,
	ResourceMapperFields,
	StructuredChunk,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { IssuedKey } from '../../../sandbox/keys';
import type { Sandbox } from '../../../sandbox/server';
import { testCredential, type CredentialTestResult } from './credential-test';
import { PackageNodes } from './package-nodes';
import { StoredCredentials, type CredentialCounts } from './stored-credentials';
import {
	additionalData,
	NODE,
	nodeAfterStart,
	nodeAlone,
	toWorkflow,
	type WorkflowJson,
} from './workflow';

export interface WorkflowRun {
	status: 'success' | 'error';
	/** What stopped the workflow. */
	error?: ExecutionError;
	/** Items of each node that ran, per output. */
	outputs: Record<string, INodeExecutionData[][]>;
	/** What n8n's credential hooks did meanwhile. */
	credentials: CredentialCounts;
	/** Everything n8n would store of the execution; for looking for secrets in it. */
	stored: string;
}

export interface NodeRun extends WorkflowRun {
	/** Of the node's first output. */
	items: INodeExecutionData[];
	/** Of its error output, with `onError: 'continueErrorOutput'`. */
	failed: INodeExecutionData[];
}

/** Which node of the package, and whose key it uses. */
interface NodeChoice {
	/** The node's type in the package; `vivi` unless said otherwise. */
	node?: string;
	/** As `addCredential` gives them; the sandbox's account key unless said otherwise. */
	credentials?: INodeCredentials;
}

/** What goes on beside an execution. */
interface Watched {
	/** Gets what the nodes stream, as a chat or webhook would that responds by streaming. */
	onChunk?: ((chunk: StructuredChunk) => void) | undefined;
	/** Stops the execution, as somebody does in the editor. */
	signal?: AbortSignal | undefined;
}

export interface NodeSettings
	extends
		NodeChoice,
		Watched,
		Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'> {
	mode?: WorkflowExecuteMode;
}

/** What the editor knows when it asks a node for a list. */
export interface EditorForm extends NodeChoice {
	/** What stands in the form at that moment. */
	parameters?: INodeParameters;
}

/**
 * n8n's execution engine in this process, with the package's nodes as its own loader reads them and
 * credentials that are stored and renewed as n8n does it. No server, no database, no editor.
 */
export class Engine {
	readonly #store: StoredCredentials;
	#account: INodeCredentials = {};
	#pollers = 0;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly nodes: PackageNodes,
		private readonly userFolder: string,
	) {
		this.#store = new StoredCredentials(nodes);
	}

	/** Makes the credential that is used where no other one is given. */
	async useAccountKey(): Promise<this> {
		this.#account = await this.viviCredential();
		return this;
	}

	/** Runs one node of the package on some items (one empty item when left out). */
	async run(
		parameters: INodeParameters,
		items?: INodeExecutionData[],
		settings: NodeSettings = {},
	): Promise<NodeRun> {
		const {
			node = 'vivi',
			credentials = this.#account,
			mode,
			onChunk,
			signal,
			...others
		} = settings;
		const workflow = nodeAfterStart(node, parameters, credentials, others);
		const run = await this.runWorkflow(workflow, items, mode, { onChunk, signal });
		const [first = [], failed = []] = run.outputs[NODE] ?? [];
		return { ...run, items: first, failed };
	}

	/** Runs a workflow from its `test.start` node, which hands on the items. */
	async runWorkflow(
		json: WorkflowJson,
		items: INodeExecutionData[] = [{ json: {} }],
		mode: WorkflowExecuteMode = 'trigger',
		{ onChunk, signal }: Watched = {},
	): Promise<WorkflowRun> {
		const before = { ...this.#store.counts };
		const workflow = toWorkflow(json, this.nodes);
		const startNode = workflow.queryNodes(({ description }) => description.name === 'start')[0];
		if (!startNode) throw new Error("The workflow has no node of the type 'test.start'.");
		const data = additionalData(this.#store, json, mode);
		if (onChunk) streamTo(data, onChunk);
		const running = new WorkflowExecute(data, mode).run({
			workflow,
			startNode,
			triggerToStartFrom: { name: startNode.name, data: { data: { main: [items] } } as never },
		});
		signal?.addEventListener('abort', () => running.cancel(), { once: true });
		const result = await running;
		return { ...summary(result), credentials: since(before, this.#store.counts) };
	}

	/** A page of a resource locator's list, as the editor gets it. */
	async search(
		method: string,
		options: EditorForm & { filter?: string; paginationToken?: string } = {},
	): Promise<INodeListSearchResult> {
		const { filter, paginationToken, ...form } = options;
		const { context, methods, workflow } = this.#inEditor(form);
		const search = named(method, methods?.listSearch);
		return await workflow.expression.withIsolate(
			async () => await search.call(context, filter, paginationToken),
		);
	}

	/** The options of a dropdown that the node loads, as the editor gets them. */
	async options(method: string, form: EditorForm = {}): Promise<INodePropertyOptions[]> {
		const { context, methods, workflow } = this.#inEditor(form);
		const load = named(method, methods?.loadOptions);
		return await workflow.expression.withIsolate(async () => await load.call(context));
	}

	/** The fields of a resource mapper, as the editor gets them. */
	async fields(method: string, form: EditorForm = {}): Promise<ResourceMapperFields> {
		const { context, methods, workflow } = this.#inEditor(form);
		const load = named(method, methods?.resourceMapping);
		return await workflow.expression.withIsolate(async () => await load.call(context));
	}

	/** What n8n gives to a node's methods in the editor, its request helpers among it. */
	editorContext(form: EditorForm = {}): ILoadOptionsFunctions {
		return this.#inEditor(form).context;
	}

	#inEditor({ parameters = {}, node = 'vivi', credentials = this.#account }: EditorForm) {
		const json = nodeAlone(node, parameters, credentials);
		const workflow = toWorkflow(json, this.nodes);
		const data = additionalData(this.#store, json, 'internal');
		const context = new LoadOptionsContext(
			workflow,
			workflow.nodes[NODE]!,
			{ ...data, currentNodeParameters: parameters },
			'parameters',
		);
		return {
			workflow,
			methods: this.nodes.getByNameAndVersion(workflow.nodes[NODE]!.type).methods,
			// The interface promises a workflow name, n8n's class of it does not.
			context: context as unknown as ILoadOptionsFunctions,
		};
	}

	/** Stores a credential; what it gives goes into a node's `credentials`. */
	async addCredential(type: string, data: IDataObject): Promise<INodeCredentials> {
		const values = data as ICredentialDataDecryptedObject;
		return { [type]: await this.#store.add(type, `${type} of the test`, values) };
	}

	/** A `viviApi` credential of this sandbox: of its account key, unless another key is given. */
	async viviCredential(
		key: IssuedKey = this.sandbox.keys.account,
		changes: IDataObject = {},
	): Promise<INodeCredentials> {
		const { keyType, clientId, clientSecret, audience, tokenUrl, workspaceId = '' } = key;
		const { accountId, url: baseUrl } = this.sandbox;
		return await this.addCredential('viviApi', {
			...{ keyType, clientId, clientSecret, audience, tokenUrl, accountId, workspaceId, baseUrl },
			...{ accessToken: '', expiresAt: '' },
			...changes,
		});
	}

	/** A trigger of the package at work: each call is one poll, with the memory of those before. */
	poller(
		node: string,
		parameters: INodeParameters,
		credentials: INodeCredentials,
	): () => Promise<INodeExecutionData[]> {
		// The package tells triggers apart by the workflow and the node.
		const id = `poller ${this.#pollers++}`;
		const json = nodeAlone(node, parameters, credentials, { id });
		const workflow = toWorkflow(json, this.nodes);
		const trigger = workflow.nodes[NODE]!;
		const { poll } = this.nodes.getByNameAndVersion(trigger.type);
		return async () => {
			const data = additionalData(this.#store, json, 'trigger');
			// The interface promises a workflow name, n8n's class of it does not.
			const context = new PollContext(
				...([workflow, trigger, data, 'trigger', 'activate'] as const),
			) as unknown as IPollFunctions;
			const found = await workflow.expression.withIsolate(async () => await poll!.call(context));
			return found?.[0] ?? [];
		};
	}

	/** What the editor shows when a credential is tested. */
	async testCredential(credentials: INodeCredentials): Promise<CredentialTestResult> {
		const [type] = Object.keys(credentials);
		const { test } = this.nodes.credentialType(type!);
		if (!test) throw new Error(`The credential type ${type} has no test.`);
		return await testCredential(this.#store, credentials, test);
	}

	/** The values of a credential as they are stored now, decrypted. */
	async storedCredential(credentials: INodeCredentials): Promise<ICredentialDataDecryptedObject> {
		const [type, details] = Object.entries(credentials)[0]!;
		return await (await this.#store.getCredentials(details, type)).getData();
	}

	close(): void {
		rmSync(this.userFolder, { recursive: true, force: true });
	}
}

/** An engine whose nodes talk to the sandbox; one per test file, since n8n's services are shared. */
export async function startEngine({ sandbox }: { sandbox: Sandbox }): Promise<Engine> {
	const userFolder = mkdtempSync(join(tmpdir(), 'vivi-engine-'));
	// n8n's services read them when they are first asked for.
	Object.assign(process.env, {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'a-key-for-tests',
		N8N_LOG_LEVEL: 'silent',
	});
	return await new Engine(sandbox, await new PackageNodes().load(), userFolder).useAccountKey();
}

/** An item with a file in it, as a node before would hand it over. */
export function fileItem(
	content: Buffer | string,
	file: { fileName: string; mimeType: string },
	{ property = 'data', json = {} }: { property?: string; json?: IDataObject } = {},
): INodeExecutionData {
	const data = Buffer.from(content).toString('base64');
	return { json, binary: { [property]: { ...file, data } } };
}

function streamTo(
	data: IWorkflowExecuteAdditionalData,
	onChunk: (chunk: StructuredChunk) => void,
): void {
	data.streamingEnabled = true;
	data.hooks?.addHandler('sendChunk', (chunk) => Promise.resolve(onChunk(chunk)));
}

function summary({ data }: IRun): Omit<WorkflowRun, 'credentials'> {
	const { runData, error } = data.resultData;
	const outputs = Object.entries(runData).map(([name, runs]) => [
		name,
		(runs.at(-1)?.data?.['main'] ?? []).map((output) => output ?? []),
	]);
	return {
		status: error ? 'error' : 'success',
		...(error && { error }),
		outputs: Object.fromEntries(outputs) as WorkflowRun['outputs'],
		stored: stringify(data),
	};
}

function since(before: CredentialCounts, now: CredentialCounts): CredentialCounts {
	return {
		preAuthentications: now.preAuthentications - before.preAuthentications,
		reads: now.reads - before.reads,
		saves: now.saves - before.saves,
	};
}

function named<T>(name: string, methods: Record<string, T> = {}): T {
	const method = methods[name];
	if (method) return method;
	const known = Object.keys(methods).join(', ') || 'none';
	throw new Error(`The node has no such method '${name}'; of this kind it has ${known}.`);
}
