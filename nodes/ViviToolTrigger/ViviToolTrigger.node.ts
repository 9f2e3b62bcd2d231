import {
	NodeConnectionTypes,
	type ICredentialTestFunctions,
	type ICredentialsDecrypted,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { toolTriggerProperties } from './properties';

/**
 * The document and the call have one address; n8n uses the node's own random ID where no path is
 * given.
 */
const address = {
	path: '={{String($parameter["options"]["path"] ?? "").trim()}}',
	isFullPath: true,
} as const;

const document: IWebhookDescription = {
	...address,
	name: 'setup',
	httpMethod: 'GET',
	responseMode: 'onReceived',
};

const call: IWebhookDescription = {
	...address,
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'lastNode',
	responseData: '={{$parameter["answerWith"] === "list" ? "allEntries" : "firstEntryJson"}}',
	// The panel shows the address of the document, which is the same.
	ndvHideUrl: true,
};

export class ViviToolTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'VIVI Tool Trigger',
		name: 'viviToolTrigger',
		icon: { light: 'file:../../icons/vivi.svg', dark: 'file:../../icons/vivi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{$parameter["toolName"]}}',
		description: 'Starts a workflow when a VIVI agent calls it as a tool, and answers the agent',
		defaults: { name: 'VIVI Tool Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'viviToolApi', required: true, testedBy: 'judgeSecret' }],
		webhooks: [document, call],
		properties: toolTriggerProperties,
	};

	methods = {
		credentialTest: {
			async judgeSecret(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				const { judgeSecret } = await import('./judge-secret');
				return judgeSecret(credential.data ?? {});
			},
		},
	};

	/** Nothing is registered anywhere: a person imports the document in VIVI. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				// A mistake in the fields stops the workflow from being published. A call could report it
				// only to its caller.
				const { checkTool } = await import('./check-tool');
				await checkTool(this);
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const { respond } = await import('./webhook');
		return await respond(this);
	}
}
