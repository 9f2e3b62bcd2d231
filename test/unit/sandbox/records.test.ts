import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { resources } from '../../../vivi/catalogue';
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

	it('are refused where a required field is missing', async () => {
		const json = { name: 'No content' };
		const prompts = address(sandbox, 'prompts');
		const { status, body } = await call(prompts, { method: 'POST', token, json });
		expect(status).toBe(422);
		expect(body.error).toMatchObject({ details: [{ field: 'content', message: 'is required' }] });
	});

	it('count what is inside them, and take it along', async () => {
		const [base] = sandbox.data.list('knowledgeBase');
		const one = address(sandbox, `knowledge-bases/${String(base!.id)}`);
		const form = new FormData();
		form.set('file', new Blob(['A text']), 'a.txt');
		expect((await call(`${one}/files`, { method: 'POST', token, body: form })).status).toBe(201);
		expect((await call(one, { token })).body.fileCount).toBe(Number(base!.fileCount) + 1);
		expect((await call(one, { method: 'DELETE', token })).status).toBe(204);
		expect((await call(`${one}/files`, { token })).status).toBe(404);
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
});
