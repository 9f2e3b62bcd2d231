import { createHash, randomBytes } from 'node:crypto';

import { documentsKnowledgeBase } from '../support/documents-knowledge-base';
import { fileItem } from './support/engine';
import { useEngine } from './support/use-engine';

const local = useEngine();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const knowledgeBaseId = () => documentsKnowledgeBase(local.sandbox);
const upload = () => ({
	...{ resource: 'file', operation: 'upload', binaryPropertyName: 'data' },
	workspaceId: byId(local.sandbox.defaultWorkspaceId),
	knowledgeBaseId: byId(knowledgeBaseId()),
});

it('arrives whole and once, also when the token ends before it', async () => {
	const key = local.sandbox.createKey({ name: 'uploads', keyType: 'account' });
	const credentials = await local.engine.viviCredential(key);
	const scope = { knowledgeBaseId: knowledgeBaseId() };
	const before = local.sandbox.data.count('file', scope);
	const content = randomBytes(3_000_000);
	const file = { fileName: 'Grüße (2026).pdf', mimeType: 'application/pdf' };
	// The first upload gets the token that is made to end.
	await local.engine.run(upload(), [fileItem('first', file)], { credentials });
	local.sandbox.expireTokens(key.id);
	const { items, error } = await local.engine.run(upload(), [fileItem(content, file)], {
		credentials,
	});
	expect(error).toBeUndefined();
	expect(items[0]!.json).toMatchObject({
		name: file.fileName,
		mimeType: file.mimeType,
		size: content.length,
	});
	expect(local.sandbox.data.upload(String(items[0]!.json['id']))?.sha256).toBe(
		createHash('sha256').update(content).digest('hex'),
	);
	expect(local.sandbox.data.count('file', scope)).toBe(before + 2);
});

it('comes back as it was, and from where the record says', async () => {
	const content = randomBytes(3_000_000);
	const file = { fileName: 'Grüße.pdf', mimeType: 'application/pdf' };
	const { items } = await local.engine.run(upload(), [fileItem(content, file)]);
	const { operation: _, ...place } = upload();
	const fileId = byId(String(items[0]!.json['id']));
	const download = async () => {
		const parameters = { ...place, operation: 'download', fileId };
		const { items: given, error } = await local.engine.run(parameters);
		expect(error).toBeUndefined();
		const { data, fileName, mimeType } = given[0]!.binary!['data']!;
		expect(Buffer.from(data, 'base64').equals(content)).toBe(true);
		expect({ fileName, mimeType }).toEqual(file);
		expect(given[0]!.json).toMatchObject({ name: file.fileName, size: content.length });
	};
	await download();

	const scope = { knowledgeBaseId: knowledgeBaseId() };
	const path = local.sandbox.stats().lastCalls.at(-1)!.path;
	local.sandbox.data.update('file', fileId.value, { downloadUrl: path }, scope);
	await download();
});

it('needs a file, and names the field it looked in', async () => {
	const { error } = await local.engine.run(upload(), [{ json: {} }]);
	expect(`${error?.message} ${error?.description}`).toMatch(/data/);
});

it('takes a file without a name, and one whose type is none', async () => {
	const { items, error } = await local.engine.run(upload(), [
		{
			json: {},
			binary: { data: { data: 'YQ==', mimeType: 'application/pdf', fileExtension: 'pdf' } },
		},
		fileItem('b', { fileName: 'b.pdf', mimeType: 'pdf' }),
	]);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json['name'])).toEqual(['data.pdf', 'b.pdf']);
});

it('takes a file whose name is no text', async () => {
	const binary = { data: { data: 'YQ==', mimeType: 'text/plain', fileName: 5 } };
	const { items, error } = await local.engine.run(upload(), [{ json: {}, binary } as never]);
	expect(error).toBeUndefined();
	expect(items[0]!.json['name']).toBe('5');
});

it('goes through when the node may wait for longer than a timer can', async () => {
	const file = fileItem('a'.repeat(500), { fileName: 'a.txt', mimeType: 'text/plain' });
	const parameters = { ...upload(), options: { timeout: 3_000_000 } };
	const { error } = await local.engine.run(parameters, [file]);
	expect(error).toBeUndefined();
});
