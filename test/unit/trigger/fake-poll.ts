import type { IDataObject, IHttpRequestOptions, INode, IPollFunctions } from 'n8n-workflow';

import { FakeAccount } from '../changes/fake-account';

const node: INode = {
	id: 'node',
	name: 'VIVI Trigger',
	type: 'n8n-nodes-vivi.viviTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

let workflows = 0;

/** What n8n hands to a poll, over a made-up account. */
export class FakePoll {
	readonly account = new FakeAccount();
	parameters: IDataObject = {
		events: ['agent.created', 'agent.updated', 'agent.deleted'],
		workspaces: 'all',
		options: {},
	};
	credentials: IDataObject = { keyType: 'account', accountId: 'acc', baseUrl: 'https://vivi.test' };
	mode = 'trigger';
	/** How long n8n lets the poll take, in milliseconds; older versions do not say. */
	budgetMs: number | undefined;
	staticData: IDataObject = {};
	readonly warnings: string[] = [];
	readonly asked: string[] = [];
	/** Instead of the account's answer. */
	respond: (options: IHttpRequestOptions) => unknown = () => undefined;
	workflowId = `workflow ${workflows++}`;
	nodeId = node.id;

	constructor() {
		this.account.insert('workspace', { id: 'ws_1', name: 'One' });
		this.account.insert('workspace', { id: 'ws_2', name: 'Two' });
		this.account.insert('agent ws_1', { id: 'a', name: 'Anna' });
	}

	get context(): IPollFunctions {
		return {
			getNode: () => ({ ...node, id: this.nodeId }),
			getWorkflow: () => ({ id: this.workflowId }),
			getMode: () => this.mode,
			getPollBudgetMs: () => this.budgetMs,
			getNodeParameter: (name: string, otherwise: unknown) => this.parameters[name] ?? otherwise,
			getCredentials: async () => this.credentials,
			getWorkflowStaticData: () => this.staticData,
			logger: {
				warn: (text: string, meta: object) => this.warnings.push(`${text} ${JSON.stringify(meta)}`),
				debug: () => {},
			},
			helpers: { httpRequestWithAuthentication: this.httpRequest },
		} as unknown as IPollFunctions;
	}

	private readonly httpRequest = async (_type: string, options: IHttpRequestOptions) => {
		const url = new URL(options.url);
		this.asked.push(url.pathname);
		const special = await this.respond(options);
		if (special !== undefined) return special;
		const [, , , , workspaceId] = url.pathname.split('/');
		const { headers, body } = this.account.answer(
			workspaceId ? `agent ${workspaceId}` : 'workspace',
			url,
		);
		return { statusCode: 200, headers, body: JSON.stringify(body) };
	};
}
