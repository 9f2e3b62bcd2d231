import { ExecutionLifecycleHooks, ExternalSecretsProxy } from 'n8n-core';
import {
	Workflow,
	type IConnections,
	type IDataObject,
	type ICredentialsHelper,
	type INode,
	type INodeCredentials,
	type INodeParameters,
	type INodeTypes,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/** The part of an exported workflow that the engine reads. */
export interface WorkflowJson {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** What the nodes have kept; what they keep is written into it. */
	staticData?: IDataObject;
}

/** The node of the package in the workflows made here. */
export const NODE = 'VIVI';

/** One node of the package, on its own: as the editor has it that asks for a list. */
export function nodeAlone(
	type: string,
	parameters: INodeParameters,
	credentials: INodeCredentials,
	settings: Partial<INode> = {},
): WorkflowJson {
	const node: INode = {
		...{ id: '2', name: NODE, type: `n8n-nodes-vivi.${type}`, typeVersion: 1, position: [200, 0] },
		...{ parameters, credentials, ...settings },
	};
	return { nodes: [node], connections: {} };
}

/** The same node behind one that starts the workflow. */
export function nodeAfterStart(...node: Parameters<typeof nodeAlone>): WorkflowJson {
	const start: INode = {
		...{ id: '1', name: 'Start', type: 'test.start', typeVersion: 1, position: [0, 0] },
		parameters: {},
	};
	return {
		nodes: [start, ...nodeAlone(...node).nodes],
		connections: { Start: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
	};
}

/** n8n's own object of a workflow; it fills in the parameters that were left at their defaults. */
export function toWorkflow(json: WorkflowJson, nodeTypes: INodeTypes): Workflow {
	return new Workflow({
		id: 'workflow',
		name: json.name ?? 'Test',
		// The engine writes defaults into it.
		nodes: structuredClone(json.nodes),
		connections: json.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', ...json.settings },
		...(json.staticData && { staticData: json.staticData }),
	});
}

/** What n8n hands to its engine around a workflow; what no node of ours asks for refuses to work. */
export function additionalData(
	credentialsHelper: ICredentialsHelper,
	{ nodes, connections }: WorkflowJson,
	mode: WorkflowExecuteMode,
): IWorkflowExecuteAdditionalData {
	const missing = () => {
		throw new Error('These tests have no sub-workflows, no task runners and no other executions.');
	};
	const workflow = {
		...{ id: 'workflow', name: 'Test', active: false, activeVersionId: null, isArchived: false },
		...{ createdAt: new Date(0), updatedAt: new Date(0), nodes, connections },
	};
	const url = 'http://127.0.0.1/';
	return {
		credentialsHelper,
		hooks: new ExecutionLifecycleHooks(mode, 'execution', workflow),
		externalSecretsProxy: new ExternalSecretsProxy(),
		executionId: 'execution',
		currentNodeExecutionIndex: 0,
		variables: {},
		...{ restApiUrl: url, instanceBaseUrl: url, webhookBaseUrl: url, webhookTestBaseUrl: url },
		...{ formBaseUrl: url, formTestBaseUrl: url, formWaitingBaseUrl: url },
		...{ webhookWaitingBaseUrl: url, mcpBaseUrl: url, mcpTestBaseUrl: url },
		executeWorkflow: missing,
		getRunExecutionData: missing,
		getRuntimeCredential: missing,
		startRunnerTask: missing,
		logAiEvent: () => {},
	};
}
