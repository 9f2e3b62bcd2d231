import { documentsKnowledgeBase } from '../support/documents-knowledge-base';
import { until } from '../support/until';
import { fileItem } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const knowledgeBaseId = () => documentsKnowledgeBase(local.sandbox);
const upload = () => ({
	...{ resource: 'file', operation: 'upload', binaryPropertyName: 'data', waitUntilDone: true },
	workspaceId: byId(local.sandbox.defaultWorkspaceId),
	knowledgeBaseId: byId(knowledgeBaseId()),
});
const item = (name: string) => fileItem(name, { fileName: name, mimeType: 'text/plain' });
const stored = () => local.sandbox.data.list('file', { knowledgeBaseId: knowledgeBaseId() });

it('starts the uploads one after the other and waits for them together', async () => {
	local.sandbox.setWorkStyle({ workingMs: 3_600_000 });
	const before = stored().length;
	const running = local.engine.run(upload(), ['a.txt', 'b.txt', 'c.txt'].map(item));
	// No file is ready before all of them are there.
	await until(() => stored().length === before + 3);
	local.sandbox.skipTime(3_600_000);
	const { items, error } = await running;
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => [json['name'], json['status']])).toEqual([
		['a.txt', 'ready'],
		['b.txt', 'ready'],
		['c.txt', 'ready'],
	]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((at) => ({ item: at })));
	expect(stored()).toHaveLength(before + 3);
});

it('one that fails leaves the others alone, when the node is told to go on', async () => {
	local.sandbox.setWorkStyle({ workingMs: 0, failsWith: 'No.' });
	const settings = { onError: 'continueRegularOutput' as const };
	const { items } = await local.engine.run(upload(), ['a.txt', 'b.txt'].map(item), settings);
	expect(items.map(({ json }) => typeof json['error'])).toEqual(['string', 'string']);
});

it('ends when somebody stops the execution', async () => {
	local.sandbox.setWorkStyle({ workingMs: Infinity });
	const before = stored().length;
	const stop = new AbortController();
	const running = local.engine.run(upload(), [item('a.txt')], { signal: stop.signal });
	await until(() => stored().length === before + 1);
	stop.abort();
	await running.catch(() => {});
});
