import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { ViviToolTrigger } from '../../nodes/ViviToolTrigger/ViviToolTrigger.node';

const SECRET = 'a-secret-of-this-test';
const PARAMETERS = {
	toolName: 'look_up',
	toolDescription: 'Looks up',
	fields: { values: [{ name: 'order', type: 'text', required: true }] },
	answerWith: 'record',
	options: {},
};

interface Request {
	parameters?: object;
	headers?: object;
	/** What n8n has made of the body. */
	body?: unknown;
	rawBody?: string;
}

/** What n8n hands to the node, as far as the node uses it. */
function contextOf({ parameters, headers, body, rawBody }: Request, secret = SECRET) {
	const given: Record<string, unknown> = { ...PARAMETERS, ...parameters };
	const sent = { 'x-tool-secret': secret, ...headers };
	const raw = rawBody === undefined ? {} : { rawBody: Buffer.from(rawBody) };
	const refused: unknown[] = [];
	const response = {
		status: (status: number) => ({ json: (said: object) => refused.push({ status, ...said }) }),
	};
	const context = {
		...{ getWebhookName: () => 'default', getMode: () => 'webhook' },
		getNode: () => ({ name: 'Tool', type: 'n8n-nodes-vivi.viviToolTrigger' }),
		getNodeParameter: (name: string, fallback: unknown) => given[name] ?? fallback,
		getNodeWebhookUrl: () => 'https://n8n.example/webhook/tool',
		getCredentials: async () => ({ headerName: 'X-Tool-Secret', secret }),
		...{ getHeaderData: () => sent, getBodyData: () => body },
		...{ getRequestObject: () => ({ headers: sent, ...raw }), getResponseObject: () => response },
		...{ getWorkflow: () => ({ name: 'w' }), getChildNodes: () => [] },
		logger: { warn: () => undefined },
	};
	return { context: context as unknown as IHookFunctions & IWebhookFunctions, refused };
}

const node = new ViviToolTrigger();

async function inputOf(request: Request) {
	const { context, refused } = contextOf(request);
	const { workflowData } = await node.webhook.call(context);
	return workflowData ? (workflowData[0]![0]!.json['input'] as IDataObject) : refused[0];
}

it.each<[string, Request]>([
	['another media type', { headers: { 'content-type': 'text/json' }, rawBody: '{"order":"A"}' }],
	['no media type', { rawBody: '{"order":"A"}' }],
	[
		'a form',
		{
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			...{ body: { order: 'A' }, rawBody: 'order=A' },
		},
	],
	[
		'a form in parts',
		{
			headers: { 'content-type': 'multipart/form-data; boundary=x' },
			body: { data: { order: 'A' }, files: {} },
		},
	],
])('a call sent as %s is understood', async (_name, request) => {
	expect(await inputOf(request)).toEqual({ order: 'A' });
});

it('a long number keeps the digits that n8n has rounded', async () => {
	const order = '1152921504606846977';
	const headers = { 'content-type': 'application/json' };
	const rawBody = `{"order":${order}}`;
	expect(await inputOf({ headers, rawBody, body: JSON.parse(rawBody) })).toEqual({ order });
});

it.each([
	[{ fields: [{ name: 'order', type: 'text' }] }, { order: 'A' }],
	[{ fields: {} }, {}],
	[{ fields: null, options: null }, {}],
])('fields given by an expression as %j are taken', async (parameters, input) => {
	expect(await inputOf({ parameters, rawBody: '{"order":"A"}' })).toEqual(input);
});

it.each<[object, string, string]>([
	[{ toolName: 'look up' }, SECRET, 'Tool Name'],
	[{ fields: { values: { name: 'order' } } }, SECRET, 'Fields'],
	[{ options: { path: 'orders/:id' } }, SECRET, 'Path'],
	[{}, 'short', 'Secret'],
])('a tool of %j with the secret %j is not published', async (parameters, secret, named) => {
	const { context } = contextOf({ parameters }, secret);
	const published = node.webhookMethods.default.checkExists.call(context);
	await expect(published).rejects.toThrow(`'${named}'`);
});

it('a tool that is filled in well is published', async () => {
	const { context } = contextOf({});
	expect(await node.webhookMethods.default.checkExists.call(context)).toBe(true);
});
