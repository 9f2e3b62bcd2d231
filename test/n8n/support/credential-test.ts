import { ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	NodeConnectionTypes,
	Workflow,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentials,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import type { StoredCredentials } from './stored-credentials';
import { additionalData } from './workflow';

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/**
 * The test of a credential by its `test.request`, as n8n 2.41's server does it when somebody presses
 * 'Retry' (its `dist/services/credentials-tester.service.js`): a node made for the purpose sends it.
 */
export async function testCredential(
	store: StoredCredentials,
	credentials: INodeCredentials,
	test: ICredentialTestRequest,
): Promise<CredentialTestResult> {
	const [type, { id, name }] = Object.entries(credentials)[0]!;
	const node: INode = {
		...{ id: 'temp', name: 'Temp-Node', type: 'test.credential', typeVersion: 1, position: [0, 0] },
		...{ parameters: {}, credentials },
	};
	const nodeType = testNode(type, test);
	const nodeTypes = { getByName: () => nodeType, getByNameAndVersion: () => nodeType };
	const workflow = new Workflow({
		...{ nodes: [node], connections: {}, active: false },
		nodeTypes: { ...nodeTypes, getKnownTypes: () => ({}) } satisfies INodeTypes,
	});
	const input = { main: [[{ json: {} }]] };
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData(store, { nodes: [node], connections: {} }, 'internal'),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		input,
		{ node, data: {}, source: null },
		[],
	);
	const data = await (await store.getCredentials({ id: id!, name }, type)).getData();
	const decrypted: ICredentialsDecrypted = { id: id!, name, type, data };
	try {
		await workflow.expression.withIsolate(
			async () => await new RoutingNode(context, nodeType, decrypted).runNode(),
		);
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: messageOf(error, test) };
	}
}

function testNode(credentialType: string, test: ICredentialTestRequest): INodeType {
	return {
		description: {
			...{ displayName: 'Temp', name: 'credential', group: ['input'], version: 1 },
			...{ description: '', defaults: {} },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: credentialType, required: true }],
			properties: [
				{
					...{ displayName: 'Temp', name: 'temp', type: 'string', default: '' },
					routing: { request: test.request },
				},
			],
		},
	};
}

/** A rule's words for the status, else what HTTP calls it, else the system's code. */
function messageOf(error: unknown, { rules = [] }: ICredentialTestRequest): string {
	const { cause, message } = error as {
		cause?: { response?: { status: number; statusText: string }; code?: string };
		message: string;
	};
	if (!cause?.response) return cause?.code ?? message;
	const { status, statusText } = cause.response;
	for (const rule of rules) {
		if (rule.type === 'responseCode' && rule.properties.value === status) {
			return rule.properties.message;
		}
	}
	return statusText || `Received HTTP status code: ${status}`;
}
