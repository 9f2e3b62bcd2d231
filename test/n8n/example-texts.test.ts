import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import { ACTIVE, CONTROLS } from '../unit/text/foreign-texts';
import { useEngine } from './support/use-engine';
import type { WorkflowJson } from './support/workflow';

const local = useEngine();
const folder = join(__dirname, '../../examples');
const examples = globSync('*.json', { cwd: folder }).map((file) => ({
	file,
	...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowJson),
}));
const nodeOf = (file: string, name: string): INode =>
	examples.find((one) => one.file === file)!.nodes.find((node) => node.name === name)!;

/** What an expression of an example comes to for an item. */
async function evaluate(expression: unknown, json: IDataObject): Promise<string> {
	const at = { typeVersion: 1, position: [0, 0] as [number, number] };
	const { outputs, error } = await local.engine.runWorkflow(
		{
			nodes: [
				{ ...at, id: '1', name: 'Start', type: 'test.start', parameters: {} },
				{
					...at,
					...{ id: '2', name: 'Text', type: 'test.evaluate' },
					parameters: { value: expression as string },
				},
			],
			connections: { Start: { main: [[{ node: 'Text', type: 'main', index: 0 }]] } },
		},
		[{ json }],
	);
	expect(error).toBeUndefined();
	return String(outputs['Text']![0]![0]!.json['value']);
}

const set = (file: string, node: string, name: string) => {
	const { assignments } = nodeOf(file, node).parameters['assignments'] as {
		assignments: Array<{ name: string; value: string }>;
	};
	return assignments.find((one) => one.name === name)!.value;
};
const slack = (file: string) => nodeOf(file, 'Tell the team').parameters['text'];
const event = (text: string) => ({
	...{ id: text, workspaceId: text },
	record: { name: text, description: text },
});

/** Each text that an example sends to people, made of what VIVI and its users wrote. */
const texts: Array<[string, unknown, (text: string) => IDataObject]> = [
	['New agent to Slack', set('new-agent-to-slack.json', 'Write message', 'message'), event],
	['Subject of an alert', set('workspace-deleted-alert.json', 'Write alert', 'subject'), event],
	['Workspace deleted alert', set('workspace-deleted-alert.json', 'Write alert', 'text'), event],
	[
		'Hand over to a human',
		set('hand-over-to-human-tool.json', 'Write message', 'message'),
		(text) => ({ input: { summary: text, urgency: 'urgent' } }),
	],
	[
		'Error handling',
		slack('error-handling.json'),
		(text) => ({ agentId: text, error: text, message: text }),
	],
	[
		'New message, sentiment, Slack',
		slack('new-message-sentiment-slack.json'),
		(text) => ({ threadId: text, record: { content: text } }),
	],
	[
		'Offboard a user',
		slack('offboard-user.json'),
		(text) => ({ removed: Array.from({ length: 60 }, () => ({ email: text, workspace: text })) }),
	],
	[
		'Stale knowledge base check',
		slack('stale-knowledge-base-check.json'),
		(text) => ({ bases: Array.from({ length: 60 }, () => ({ name: text })) }),
	],
];

const ATTACKS = [
	'<!channel> <@U123> <https://evil.example|click>',
	'@here https://evil.example/login www.evil.com evil.com',
	'<b onclick="x()">Sale</b><img src=x>',
	'two\r\nBcc: all@example.com\u0007',
	'\u202egnp.exe\u2066',
];

describe.each(texts)('%s', (_, expression, itemOf) => {
	test.each(ATTACKS)('neither calls nor links nor formats with %j', async (attack) => {
		const plain = await evaluate(expression, itemOf('Ada'));
		const text = await evaluate(expression, itemOf(attack));
		expect(text).not.toMatch(/[<>]/);
		expect(text).not.toMatch(ACTIVE);
		expect(text.replace(/\n/g, ' ')).not.toMatch(CONTROLS);
		expect(text.split('\n')).toHaveLength(plain.split('\n').length);
	});

	test('says what an honest name says, and little of a long one', async () => {
		const name = 'Kundendienst Zürich 👩🏽‍💻 خدمة';
		expect(await evaluate(expression, itemOf(name))).toContain(name);
		expect((await evaluate(expression, itemOf('é'.repeat(100_000)))).length).toBeLessThan(8000);
	});
});

test('an ID of the service stays a part of the path', async () => {
	const path = set('knowledge-base-changed-reevaluate.json', 'Which evaluation', 'path');
	expect(await evaluate(path, { workspaceId: 'a/../../b?c' })).toContain('/a%2F..%2F..%2Fb%3Fc/');
});

test.each(examples)('$file explains itself and holds no credential', ({ nodes }) => {
	const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	const text = notes.map(({ parameters }) => String(parameters['content'])).join('\n');
	expect(text).toMatch(/\*\*VIVI (API|Channel API|Tool API)\*\*/);
	for (const { credentials = {} } of nodes) {
		for (const { id } of Object.values(credentials)) expect(id).toBe('');
	}
});

const isOpen = ({ type, parameters }: INode) =>
	(/\.(formTrigger|webhook)$/.test(type) && (parameters['authentication'] ?? 'none') === 'none') ||
	(/\.chatTrigger$/.test(type) && parameters['public'] === true);

test.each(examples)('$file: who starts it from outside has to sign in', ({ nodes }) => {
	expect(nodes.filter(isOpen).map(({ name }) => name)).toEqual([]);
	const notes = nodes.map(({ parameters }) => String(parameters['content'] ?? '')).join('\n');
	for (const { type, credentials } of nodes) {
		if (!type.endsWith('.formTrigger')) continue;
		expect(credentials).toEqual({ httpBasicAuth: { id: '', name: expect.any(String) as string } });
		expect(notes).toMatch(/\*\*Basic Auth\*\*/);
		expect(notes).toMatch(/open to everybody/i);
	}
});

test.each(examples)('$file: nobody chooses the thread by what they type', ({ nodes }) => {
	const isForm = nodes.some(({ type }) => /\.(formTrigger|webhook)$/.test(type));
	for (const { parameters } of nodes.filter(({ type }) => type.startsWith('n8n-nodes-vivi.'))) {
		if (isForm) expect(parameters['threadKey']).toBeUndefined();
		else if (parameters['threadKey']) expect(parameters['threadKey']).toMatch(/\.sessionId \}\}$/);
	}
});

it.each(['..', '.', '../users', '%2e%2e', 'a/b', '?x', '#'])(
	'an order number such as %j leads to no other address of the shop',
	async (orderNumber) => {
		const { url } = nodeOf('look-up-order-tool.json', 'Ask the shop').parameters;
		const { pathname, search, hash } = new URL(await evaluate(url, { input: { orderNumber } }));
		expect(pathname).toMatch(/^\/api\/orders\/[^/]+$/);
		expect(search + hash).toBe('');
	},
);
