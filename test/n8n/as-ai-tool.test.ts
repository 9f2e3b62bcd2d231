import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { useEngine } from './support/use-engine';
import { nodeAfterStart, nodeAlone, type WorkflowJson } from './support/workflow';

const local = useEngine();

const CREATE_AGENT = 'POST /accounts/{accountId}/workspaces/{workspaceId}/agents';

/** As n8n's editor writes it where the model is to fill in a field. */
const fromAi = (key: string, type: string) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${key}', \`\`, '${type}') }}`;

/** API Operation with the operation chosen by a person, and fields that the model fills in. */
const createAgent = (value: IDataObject): INodeParameters => ({
	...{ resource: 'apiOperation', operation: 'run' },
	apiOperation: { __rl: true, mode: 'name', value: CREATE_AGENT },
	fields: { mappingMode: 'defineBelow', matchingColumns: [], schema: [], value } as never,
});

/** Gives the node as a tool to an agent, whose model calls it with these arguments. */
async function call(
	parameters: INodeParameters,
	values: IDataObject,
): Promise<{ asked: string[]; answer: string }> {
	const credentials = await local.engine.viviCredential();
	// As the docs advise, so that the model reads what was wrong.
	const settings = { id: '3', onError: 'continueRegularOutput' } as const;
	const tool = nodeAlone('viviTool', parameters, credentials, settings).nodes[0]!;
	const json = nodeAfterStart('vivi', {}, {});
	const [start, node] = json.nodes as [INode, INode];
	const agent: INode = { ...node, name: 'Agent', type: 'test.agent' };
	const workflow: WorkflowJson = {
		nodes: [start, agent, tool],
		connections: {
			[start.name]: { main: [[{ node: agent.name, type: 'main', index: 0 }]] },
			[tool.name]: { ai_tool: [[{ node: agent.name, type: 'ai_tool', index: 0 }]] },
		},
	};
	const { error, outputs } = await local.engine.runWorkflow(workflow, [{ json: values }]);
	expect(error).toBeUndefined();
	return outputs[agent.name]![0]![0]!.json as { asked: string[]; answer: string };
}

test('API Operation sends what the model fills in beside what the person has filled in', async () => {
	const workspaceId = local.sandbox.defaultWorkspaceId;
	const { asked, answer } = await call(
		createAgent({
			'path.workspaceId': workspaceId,
			'body.name': fromAi('Name', 'string'),
			body: fromAi('More', 'json'),
		}),
		{ Name: 'Ada', More: { extra: { nested: [1] } } },
	);
	expect(asked).toEqual(['Name', 'More']);
	const [made] = JSON.parse(answer) as [{ id: string }];
	expect(local.sandbox.data.list('agent', { workspaceId })).toContainEqual(
		expect.objectContaining({ id: made.id, name: 'Ada', extra: { nested: [1] } }),
	);
});

test('Create or Update does for the model what it says, and tells which of both it was', async () => {
	const workspaceId = { __rl: true, mode: 'id', value: local.sandbox.defaultWorkspaceId };
	const upsert = {
		...{ resource: 'agent', operation: 'upsert', workspaceId, name: fromAi('Name', 'string') },
		additionalFields: { description: fromAi('Description', 'string') },
	};
	const told = async (Description: string) => {
		const { answer } = await call(upsert, { Name: 'Known to the model', Description });
		return (JSON.parse(answer) as IDataObject[]).map(({ isNew, description }) => [
			isNew,
			description,
		]);
	};
	expect(await told('First')).toEqual([[true, 'First']]);
	expect(await told('Second')).toEqual([[false, 'Second']]);
	local.sandbox.data.insert('agent', { name: 'Known to the model' });
	const { answer } = await call(upsert, { Name: 'Known to the model', Description: 'Third' });
	expect(answer).toContain('2 agents have this Name');
});

test.each([
	['', "'Workspace ID' is empty"],
	['../../users', "'Workspace ID' contains a path, not an ID"],
])('a workspace %j of the model goes nowhere, and the model reads why', async (id, words) => {
	local.sandbox.resetStats();
	const { answer } = await call(
		createAgent({ 'path.workspaceId': fromAi('Workspace_ID', 'string'), 'body.name': 'Ada' }),
		{ Workspace_ID: id },
	);
	expect(answer).toContain(words);
	expect(local.sandbox.stats().apiCalls).toBe(0);
});
