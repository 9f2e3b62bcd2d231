import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode, StructuredChunk } from 'n8n-workflow';

import { useEngine } from './support/use-engine';
import type { WorkflowJson } from './support/workflow';

const local = useEngine();

/** As they are shipped, and as they came with version 0.1.0: what people saved then has to run still. */
const FOLDERS = ['examples', 'test/fixtures/examples-0.1.0'];

/**
 * Plays an example: its trigger hands on `input`, the VIVI node is the real one with a key of the
 * sandbox, and other nodes give what one of their parameters comes to.
 */
async function play(
	workflow: WorkflowJson,
	input: IDataObject,
	{
		show = {},
		onChunk,
	}: { show?: Record<string, string>; onChunk?: (c: StructuredChunk) => void } = {},
) {
	const { baseUrl, channelId, apiKey } = local.sandbox.channel;
	const credentials = await local.engine.addCredential('viviChannelApi', {
		...{ baseUrl, channelId, apiKey },
	});
	const stand = (node: INode): INode => {
		if (node.type.startsWith('n8n-nodes-vivi.')) {
			return { ...node, type: 'n8n-nodes-vivi.vivi', credentials };
		}
		if (/trigger/i.test(node.type)) return { ...node, type: 'test.start', parameters: {} };
		const value = node.parameters[show[node.name] ?? ''] ?? '';
		return { ...node, type: 'test.evaluate', typeVersion: 1, parameters: { value } };
	};
	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote')).map(stand);
	const run = await local.engine.runWorkflow({ ...workflow, nodes }, [{ json: input }], 'webhook', {
		onChunk,
	});
	expect(run.error).toBeUndefined();
	return run;
}

describe.each(FOLDERS)('%s', (folder) => {
	const example = (file: string) =>
		JSON.parse(readFileSync(join(__dirname, '../..', folder, file), 'utf8')) as WorkflowJson;

	it('web form: the answer goes out by email, and nobody gets into the thread of another', async () => {
		const visitor = { Name: 'Ada', Email: ' Ada@Example.com', Question: 'Größe 44? {{ 1 }}' };
		const options = { show: { 'Send the answer': 'text' } };
		const workflow = example('web-form-agent-email.json');
		const { outputs } = await play(workflow, visitor, options);
		const text = outputs['Send the answer']?.[0]?.[0]?.json['value'];
		expect(text).toMatch(/^Hello Ada,\n\n/);
		expect(text).toContain('My name is Ada.\n\nGröße 44? {{ 1 }}”. Messages in this thread: 1.');

		// With the same name and address as somebody else.
		const again = await play(workflow, visitor, options);
		expect(again.outputs['Send the answer']?.[0]?.[0]?.json['value']).toContain('this thread: 1.');
		const [first, second] = [outputs, again.outputs].map(
			(all) => all['Ask the agent']?.[0]?.[0]?.json['threadId'],
		);
		expect(second).not.toBe(first);
	});

	it('chat trigger: the answer is streamed to the chat', async () => {
		const chunks: StructuredChunk[] = [];
		const input = { chatInput: 'Hello', sessionId: 'session-1' };
		const { outputs } = await play(example('chat-trigger-streaming.json'), input, {
			onChunk: (chunk) => void chunks.push(chunk),
		});
		const streamed = chunks.filter(({ type }) => type === 'item').map(({ content }) => content);
		expect(streamed.length).toBeGreaterThan(1);
		expect(streamed.join('')).toBe(outputs['VIVI agent']?.[0]?.[0]?.json['text']);
	});

	it('tool: asks what the AI Agent wrote, in the thread of its chat', async () => {
		const workflow = example('vivi-agent-as-ai-tool.json');
		const tool = workflow.nodes.find(({ type }) => type === 'n8n-nodes-vivi.viviTool')!;
		const trigger = workflow.nodes.find(({ name }) => name === 'When chat message received')!;
		expect(tool.parameters['message']).toContain('$fromAI(');
		// In the place of the AI Agent, which takes a language model: the tool alone, with what it is asked.
		const alone: WorkflowJson = {
			nodes: [
				trigger,
				{ ...tool, parameters: { ...tool.parameters, message: '={{ $json.question }}' } },
			],
			connections: { [trigger.name]: { main: [[{ node: tool.name, type: 'main', index: 0 }]] } },
		};
		const input = { sessionId: `session of ${folder}`, question: 'How long may I return it?' };
		await play(alone, input);
		const { outputs } = await play(alone, input);
		expect(outputs[tool.name]?.[0]?.[0]?.json['text']).toContain('Messages in this thread: 2.');
	});
});
