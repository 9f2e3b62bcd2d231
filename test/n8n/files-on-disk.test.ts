import { randomBytes } from 'node:crypto';

import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';

import { useEngine } from './support/use-engine';

const local = useEngine();
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const place = () => ({
	resource: 'file',
	workspaceId: byId(local.sandbox.defaultWorkspaceId),
	knowledgeBaseId: byId(
		String(
			local.sandbox.data.list('knowledgeBase').find(({ type }) => type === 'documents')!['id'],
		),
	),
});
const location = { type: 'execution', workflowId: 'workflow', executionId: 'earlier' } as const;
const files = () => Container.get(BinaryDataService);

// As n8n has it since version 2: files lie on its disk, and an item holds no more than their place.
beforeAll(async () => await files().init());

async function itemOnDisk(content: Buffer): Promise<INodeExecutionData> {
	const file = { data: '', mimeType: 'application/pdf', fileName: 'large.pdf' };
	const data = await files().store(location, content, file);
	expect(data.id).toMatch(/^filesystem/);
	return { json: {}, binary: { data } };
}

it('are read there while they are sent, once more when the token has ended, and written there as they come', async () => {
	const content = randomBytes(8_000_000);
	const whole = jest.spyOn(files(), 'getAsBuffer');
	const key = local.sandbox.createKey({ name: 'files on disk', keyType: 'account' });
	const credentials = await local.engine.viviCredential(key);
	const upload = { ...place(), operation: 'upload', binaryPropertyName: 'data' };
	await local.engine.run(upload, [await itemOnDisk(Buffer.from('first'))], { credentials });
	local.sandbox.expireTokens(key.id);

	const sent = await local.engine.run(upload, [await itemOnDisk(content)], { credentials });
	expect(sent.error).toBeUndefined();
	const { id, size } = sent.items[0]!.json;
	expect(size).toBe(content.length);

	const parameters = { ...place(), operation: 'download', fileId: byId(String(id)) };
	const { items, error } = await local.engine.run(parameters);
	expect(error).toBeUndefined();
	// Neither of the two has held the file as a whole.
	expect(whole).not.toHaveBeenCalled();
	const { data } = items[0]!.binary!;
	expect(data!.id).toMatch(/^filesystem/);
	expect((await files().getAsBuffer(data!)).equals(content)).toBe(true);
});
