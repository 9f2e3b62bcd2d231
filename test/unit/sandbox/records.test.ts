import { createHash } from 'node:crypto';
import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { resources } from '../../../vivi/catalogue';
import type { JsonObject } from '../../../vivi/http/json';
import { address, call, SMALL, tokenOf } from './support';

describe('records', () => {
	let sandbox: Sandbox;
	let token: string;
	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
		token = await tokenOf(sandbox, sandbox.keys.account);
	});
	afterAll(async () => await sandbox.close());

	it('are seeded the same each time, with everything the catalogue shows', async () => {
		const options = { ...SMALL, now: Date.UTC(2026, 5, 1) };
		const [one, two] = await Promise.all([startSandbox(options), startSandbox(options)]);
		expect(one.data.list('agent')).toEqual(two.data.list('agent'));
		for (const record of one.data.list('agent')) {
			expect(Date.parse(String(record.updatedAt))).toBeLessThanOrEqual(options.now);
			expect(String(record.createdAt).slice(0, 4)).toBe('2026');
		}
		for (const { name, output, parent } of resources) {
			if (parent === 'knowledgeBase') continue;
			const [record] = one.data.list(name);
			expect(Object.keys(record!)).toEqual(expect.arrayContaining(output.map((f) => f.name)));
		}
		await Promise.all([one.close(), two.close()]);
	});

	it('are created, changed, read and deleted', async () => {
		const prompts = address(sandbox, 'prompts');
		const invalid = await call(prompts, { method: 'POST', token, json: { name: 'No content' } });
		expect(invalid.status).toBe(422);
		expect(invalid.body.error).toMatchObject({
			details: [{ field: 'content', message: 'is required' }],
		});

		const json = { name: 'Grüße', content: 'Say {{hello}} 👋' };
		const created = await call(prompts, { method: 'POST', token, json });
		expect(created).toMatchObject({ status: 201, body: { ...json, version: 1 } });
		const one = `${prompts}/${String(created.body.id)}`;
		const changed = await call(one, { method: 'PATCH', token, json: { content: 'Say hi' } });
		expect(changed.body).toMatchObject({ name: 'Grüße', content: 'Say hi', version: 2 });
		expect((await call(one, { token })).body).toEqual(changed.body);
		expect((await call(one, { method: 'DELETE', token })).status).toBe(204);
		expect((await call(one, { token })).status).toBe(404);
		expect((await call(one, { method: 'DELETE', token })).status).toBe(404);
	});

	it('take files, re-index and disappear with what is inside them', async () => {
		const base = sandbox.data.list('knowledgeBase')[0]!;
		const files = address(sandbox, `knowledge-bases/${String(base.id)}/files`);
		const bytes = Buffer.alloc(3_000_000, 'ünïcode');
		const form = new FormData();
		form.set('file', new Blob([bytes], { type: 'application/pdf' }), 'Übersicht 2026.pdf');

		const { status, body } = await call(files, { method: 'POST', token, body: form });
		expect(status).toBe(201);
		expect(body).toMatchObject({
			name: 'Übersicht 2026.pdf',
			mimeType: 'application/pdf',
			size: bytes.length,
		});
		expect(sandbox.data.upload(String(body.id))?.sha256).toBe(
			createHash('sha256').update(bytes).digest('hex'),
		);
		expect(sandbox.data.get('knowledgeBase', String(base.id))?.fileCount).toBe(
			Number(base.fileCount) + 1,
		);

		const reindex = files.replace(/files$/, 'reindex');
		const json = { scope: 'page' };
		expect((await call(reindex, { method: 'POST', token, json })).status).toBe(422);
		expect(await call(reindex, { method: 'POST', token, json: { scope: 'site' } })).toMatchObject({
			status: 202,
			body: { status: 'indexing' },
		});

		await call(files.replace(/\/files$/, ''), { method: 'DELETE', token });
		expect((await call(files, { token })).status).toBe(404);
	});

	it('keep the versions of a prompt: listed, locked and rolled back to', async () => {
		const json = { name: 'Tone', content: 'First' };
		const prompts = address(sandbox, 'prompts');
		const { body } = await call(prompts, { method: 'POST', token, json });
		const one = `${prompts}/${String(body.id)}`;
		await call(one, { method: 'PATCH', token, json: { content: 'Second' } });
		const post = async (what: string, version: number) =>
			await call(`${one}/${what}`, { method: 'POST', token, json: { version } });

		expect(await post('lock-version', 1)).toMatchObject({ status: 202, body: { version: 2 } });
		expect(await post('roll-back', 1)).toMatchObject({ body: { content: 'First', version: 3 } });
		expect((await post('roll-back', 9)).status).toBe(404);
		expect((await call(`${one}/versions`, { token })).body.data).toMatchObject([
			{ version: 1, content: 'First', locked: true },
			{ version: 2, content: 'Second', locked: false },
			{ version: 3, content: 'First', locked: false },
		]);
	});

	it('refuse files above 25 MB and bodies that are no form', async () => {
		const base = sandbox.data.list('knowledgeBase').at(-1)!;
		const files = address(sandbox, `knowledge-bases/${String(base.id)}/files`);
		const form = new FormData();
		form.set('file', new Blob([new Uint8Array(25 * 1024 * 1024 + 1)]), 'big.bin');
		expect((await call(files, { method: 'POST', token, body: form })).status).toBe(413);
		expect((await call(files, { method: 'POST', token, json: {} })).status).toBe(415);
	});

	it('include the messages of threads', async () => {
		const [thread] = sandbox.data.list('thread') as [JsonObject];
		const { body } = await call(address(sandbox, `threads/${String(thread.id)}/messages`), {
			token,
		});
		expect(body.data).toHaveLength(Number(thread.messageCount));
		expect((body.data as JsonObject[])[0]).toMatchObject({ role: 'user', content: thread.title });
	});
});
