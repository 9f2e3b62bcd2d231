import { readFileSync } from 'node:fs';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { until } from '../../support/until';
import { chain, itemsOf, type Step } from './support/chain';
import { filesHolding } from './support/files-holding';
import { firstAnswer } from './support/first-answer';
import { useN8n } from './support/test-n8n';

const SECRET = 'a-secret-of-this-test-5f2c81';
const HEADER = 'X-Tool-Secret';

const local = useN8n();
let credentials: { viviToolApi: { id: string; name: string } };
/** A second VIVI. Its agent calls a tool at the beginning that takes a minute. */
let patient: { vivi: Sandbox; url: string; answer: Promise<string> };

beforeAll(async () => {
	const name = 'VIVI tool';
	const data = { headerName: HEADER, secret: SECRET };
	const { id } = await local.n8n.rest.saveCredential(name, 'viviToolApi', data);
	credentials = { viviToolApi: { id, name } };
	const vivi = await startSandbox();
	const { url } = await activate('slow', [tool('slow'), wait(60), lookUp]);
	await vivi.importTool(url, SECRET);
	const answer = say('look_up_order orderNumber=A-8', vivi);
	// Its test awaits it, perhaps only after it has failed.
	answer.catch(() => {});
	patient = { vivi, url, answer };
});
afterAll(async () => await patient?.vivi.close());

beforeEach(() => {
	local.sandbox.removeTools();
	local.sandbox.setChannelStyle({ chunkDelayMs: 0 });
});

const ORDER = { name: 'orderNumber', type: 'text', required: true, description: 'Such as A-1042' };

/** The trigger of a tool. Each test has its own, because an address belongs to one workflow. */
function tool(path: string, parameters: object = {}): Step {
	return {
		name: 'Tool',
		type: 'n8n-nodes-vivi.viviToolTrigger',
		typeVersion: 1,
		credentials,
		webhookId: path,
		parameters: {
			toolName: 'look_up_order',
			toolDescription: 'Looks up the state of an order',
			fields: { values: [ORDER, { name: 'quantity', type: 'number', required: false }] },
			options: { path },
			...parameters,
		},
	};
}

/** Gives the order's number back, with something around it. */
const lookUp: Step = {
	...{ name: 'Look up', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
	parameters: {
		mode: 'raw',
		jsonOutput: '={{ { order: $json.input.orderNumber, state: "on its way" } }}',
	},
};

async function activate(name: string, steps: Step[]) {
	return await activateWorkflow(chain(name, steps));
}

/** Waits until the address with the workflow's name answers both requests for the document and calls. */
async function activateWorkflow(content: ReturnType<typeof chain>) {
	const workflow = await local.n8n.rest.saveWorkflow(content);
	await local.n8n.rest.activate(workflow);
	const url = `${local.n8n.url}/webhook/${content.name}`;
	expect(await firstAnswer(url)).toBe(200);
	expect(await firstAnswer(url, 'POST')).toBe(401);
	return { workflow, url };
}

const log = () => readFileSync(local.n8n.logFile, 'utf8');

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', [HEADER]: SECRET, ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	return { status: response.status, text: await response.text() };
}

const say = async (message: string, vivi = local.sandbox) => {
	const { baseUrl, channelId, apiKey } = vivi.channel;
	const answer = await fetch(`${baseUrl}/channelsApi/${channelId}/invoke`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'vivi-api-key': apiKey },
		body: JSON.stringify({ message, threadId: 'thread-1' }),
	});
	return ((await answer.json()) as { response: string }).response;
};

test('message → agent → tool → workflow → answer', async () => {
	const { workflow, url } = await activate('round', [tool('round'), lookUp]);
	const imported = await local.sandbox.importTool(url, SECRET);
	expect(imported).toMatchObject({ name: 'look_up_order', headerName: HEADER });
	expect(new URL(imported.url).pathname).toBe(new URL(url).pathname);

	const answer = await say('Use look_up_order with orderNumber=A-1042');
	expect(answer).toContain('look_up_order says: {"order":"A-1042","state":"on its way"}');
	const [execution] = await local.n8n.rest.executionsOf(workflow);
	const { raw, resultData } = await local.n8n.rest.ended(execution!.id);
	expect(resultData.runData['Tool']![0]!.data!.main[0]![0]!.json).toMatchObject({
		...{ tool: 'look_up_order', input: { orderNumber: 'A-1042' }, conversationId: 'thread-1' },
		...{ other: {}, headers: { 'user-agent': expect.any(String) as string } },
	});
	expect(raw).not.toContain(SECRET);
});

test('what cannot be carried out is refused in words and leaves no execution', async () => {
	const { workflow, url } = await activate('refused', [tool('refused'), lookUp]);
	const right = { orderNumber: 'A-1' };
	const refusals = [
		await post(url, right, { [HEADER]: 'wrong' }),
		await post(url, right, { [HEADER]: '' }),
		await post(url, {}),
		await post(url, { ...right, quantity: 'three' }),
		await post(url, [right]),
		await post(url, '"text"'),
	];
	expect(refusals.map(({ status }) => status)).toEqual([401, 401, 400, 400, 400, 400]);
	expect(refusals[2]!.text).toContain("'orderNumber' is missing");
	expect(refusals[3]!.text).toContain("'quantity' must be a number");
	// n8n itself refuses a body that is no JSON.
	expect((await post(url, '{"orderNumber":')).status).toBe(422);
	for (const { text } of refusals) expect(text).not.toContain(SECRET);
	expect(await local.n8n.rest.executionsOf(workflow)).toEqual([]);
});

test('50 calls at once: 50 executions, each with its own answer', async () => {
	const { workflow, url } = await activate('many', [tool('many'), lookUp]);
	const numbers = Array.from({ length: 50 }, (_, at) => `A-${at}`);
	const answers = await Promise.all(numbers.map((orderNumber) => post(url, { orderNumber })));
	expect(answers.map(({ text }) => (JSON.parse(text) as { order: string }).order)).toEqual(numbers);
	expect(await local.n8n.rest.executionsOf(workflow)).toHaveLength(50);
});

test('all items of the last node as a list', async () => {
	const records = [{ id: 1 }, { id: 2 }];
	const { url } = await activate('list', [
		tool('list', { answerWith: 'list' }),
		...itemsOf(records),
	]);
	expect(JSON.parse((await post(url, { orderNumber: 'A-1' })).text)).toEqual(records);
});

const wait = (seconds: number): Step => ({
	...{ name: 'Wait', type: 'n8n-nodes-base.wait', typeVersion: 1.1, webhookId: 'wait' },
	parameters: { amount: seconds },
});

test('the log says when a workflow is activated whose answer will come too soon or not at all', async () => {
	await activate('traps', [tool('traps'), wait(70), lookUp]);
	await until(() => log().includes("VIVI's servers cannot reach http://localhost"));
	await until(() => log().includes('the node "Wait" may pause the execution'));
});

const fail: Step = {
	...{ name: 'Fail', type: 'n8n-nodes-base.stopAndError', typeVersion: 1 },
	parameters: { errorMessage: 'No such order' },
};

test('a failing workflow answers 500; an error output that leads to the last node gives the reason', async () => {
	const { url } = await activate('failing', [tool('failing'), fail]);
	expect((await post(url, { orderNumber: 'A-1' })).status).toBe(500);

	const asked: Step = {
		...{ name: 'Ask', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 },
		parameters: { url: `${local.sandbox.url}/nowhere`, options: {} },
		onError: 'continueErrorOutput',
	};
	const answer: Step = {
		...{ name: 'Answer', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
		parameters: {
			mode: 'raw',
			jsonOutput: '={{ { problem: "The order could not be looked up" } }}',
		},
	};
	const workflow = chain('caught', [tool('caught'), asked, answer]);
	workflow.connections['Ask'] = { main: [[], workflow.connections['Ask']!.main[0]!] };
	const caught = await activateWorkflow(workflow);
	const { text } = await post(caught.url, { orderNumber: 'A-1' });
	expect(JSON.parse(text)).toEqual({ problem: 'The order could not be looked up' });
});

test('an inactive workflow is no tool, and two workflows cannot have one address', async () => {
	const off = chain('off', [tool('off'), lookUp]);
	await local.n8n.rest.saveWorkflow(off);
	expect((await post(`${local.n8n.url}/webhook/off`, { orderNumber: 'A-1' })).status).toBe(404);
	await activateWorkflow(off);
	const second = await local.n8n.rest.saveWorkflow(chain('off again', [tool('off'), lookUp]));
	await expect(local.n8n.rest.activate(second)).rejects.toThrow(/conflict|already taken/i);
});

test('of a tool that no agent could call, n8n says when it is published which field is wrong', async () => {
	const wrong = tool('unfinished', { toolName: 'look up' });
	const workflow = await local.n8n.rest.saveWorkflow(chain('unfinished', [wrong, lookUp]));
	// Until 2.33 n8n refuses at once. Later ones activate in the background and tell the editor and the log.
	const refusal = await local.n8n.rest.activate(workflow).catch(String);
	const said = "'Tool Name' cannot be 'look up'";
	await until(() => `${refusal ?? ''}${log()}`.includes(said));
});

test('the test address serves a document that names the test address', async () => {
	const workflow = await local.n8n.rest.saveWorkflow(chain('tried', [tool('tried'), lookUp]));
	const workflowData = await local.n8n.rest.call<object>('GET', `/workflows/${workflow.id}`);
	await local.n8n.rest.call('POST', `/workflows/${workflow.id}/run`, {
		// The editor sends an object; version 1 stores null if nothing was ever pinned.
		workflowData: { ...workflowData, pinData: {} },
		triggerToStartFrom: { name: 'Tool' },
	});
	const url = `${local.n8n.url}/webhook-test/tried`;
	const imported = await local.sandbox.importTool(url, SECRET);
	expect(new URL(imported.url).pathname).toBe('/webhook-test/tried');
	expect(await say('look_up_order orderNumber=A-9')).toContain('A-9');
});

test('a secret that is too short is refused when the credential is saved, and one is offered', async () => {
	const data = { headerName: HEADER, secret: 'short' };
	const { id } = await local.n8n.rest.saveCredential('short', 'viviToolApi', data);
	const credential = { id, name: 'short', type: 'viviToolApi' };
	const { status, message } = await local.n8n.rest.testCredential({ ...credential, data });
	expect(status).toBe('Error');
	const [offered] = /[\da-f]{48}/.exec(message)!;
	const long = { headerName: HEADER, secret: offered };
	expect((await local.n8n.rest.testCredential({ ...credential, data: long })).status).toBe('OK');
});

test('a workflow that takes a minute answers when it has ended; an impatient agent says so', async () => {
	await local.sandbox.importTool(patient.url, SECRET);
	local.sandbox.setChannelStyle({ toolTimeoutMs: 500 });
	expect(await say('look_up_order orderNumber=A-7')).toContain('answered not in time');
	expect(await patient.answer).toContain('"order":"A-8"');
});

test('the secret is in the clear in no file that n8n leaves', () => {
	expect(filesHolding(local.n8n, [SECRET])).toEqual([]);
});
