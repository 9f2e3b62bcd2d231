import { clientForKey } from '../../../scripts/vivi/client-for-key';
import { file } from '../../../vivi/catalogue/file';
import { knowledgeBase } from '../../../vivi/catalogue/knowledge-base';
import type { JsonObject } from '../../../vivi/http/json';
import { givenId } from '../../../vivi/input/record-id';
import type { Choice, Ports } from '../../../vivi/run/ports';
import { clientOf } from '../../support/client-of';
import { documentsKnowledgeBase } from '../../support/documents-knowledge-base';
import { portsOf, recordsOf } from '../../support/ports';
import { rejection } from '../../support/thrown';
import { useSandbox } from '../../support/use-sandbox';
import { SMALL } from '../sandbox/support';

const MINUTE = 60_000;

const local = useSandbox(SMALL);
/** Goes on with each wait; no test waits itself. */
let passed = 0;
beforeEach(() => {
	passed = 0;
});

const now = () => passed;

function ports(more: Partial<Ports> = {}): Ports {
	const { accountId, url } = local.sandbox;
	const own = { ...local.sandbox.keys.account, workspaceId: '', accountId, baseUrl: url };
	const sleep = async (ms: number) => {
		passed += ms;
		local.sandbox.skipTime(ms);
		return await Promise.resolve();
	};
	const policy = { maxTries: 1, maxTotalMs: 0, baseDelayMs: 0, maxDelayMs: 0 };
	const content = Buffer.from('Hello');
	const file = async () =>
		await Promise.resolve({ name: 'a.txt', mimeType: 'text/plain', content });
	return portsOf(() => clientForKey(own, { sleep, now, policy }), { file, ...more });
}

const documents = () => documentsKnowledgeBase(local.sandbox);
const place = () => ({
	workspaceId: givenId(local.sandbox.defaultWorkspaceId, 'list'),
	knowledgeBaseId: givenId(documents(), 'list'),
});
const upload: Choice = { group: file, operation: file.operations.upload };
const reindex: Choice = { group: knowledgeBase, operation: knowledgeBase.operations.reindex };
const step = () => ({ now, until: now() + 25_000 });

async function run(choice: Choice, values: object, more: Partial<Ports> = {}): Promise<JsonObject> {
	const [record] = await recordsOf(choice, { ...place(), ...values }, ports(more));
	return record!;
}

const failure = async (work: Promise<unknown>) => {
	const { code, message, hint } = await rejection(work);
	return `${code}: ${message} ${hint}`;
};
const writes = () =>
	local.sandbox
		.stats()
		.lastCalls.filter(({ method, path }) => method === 'POST' && /files$/.test(path)).length;

it('does not wait unless asked to', async () => {
	expect(await run(upload, {})).toMatchObject({ status: 'processing' });
	expect(local.sandbox.stats().apiCalls).toBe(1);
});

it('gives the record as it is when VIVI is done', async () => {
	local.sandbox.setWorkStyle({ pendingMs: 5_000, workingMs: 3 * MINUTE });
	const record = await run(upload, { waitUntilDone: true });
	expect(record).toMatchObject({ name: 'a.txt', status: 'ready' });
	expect(writes()).toBe(1);
});

it('names the reason when VIVI has failed, and that it was carried out once', async () => {
	local.sandbox.setWorkStyle({
		workingMs: MINUTE,
		failsWith: 'The file is protected by a password.',
	});
	const text = await failure(run(upload, { waitUntilDone: true }));
	expect(text).toMatch(/^work_failed: VIVI could not finish its work on the file fil_/);
	expect(text).toContain('VIVI says: “The file is protected by a password.”');
	expect(text).toContain("'Upload' was carried out once (ID fil_");
	expect(writes()).toBe(1);
});

it('names the record, its last status and how to go on when the time is up; Get waits on', async () => {
	local.sandbox.setWorkStyle({ workingMs: 8 * MINUTE });
	const work = run(upload, { waitUntilDone: 'true', waitMinutes: '2' });
	const text = await failure(work);
	expect(text).toMatch(/^not_done_in_time: .* after 2 minutes: the last status was “processing”\./);
	expect(text).toContain("use 'Get' with this ID and 'Wait Until Done'");

	const [, id] = /file (fil_\w+)/.exec(text)!;
	const get = { group: file, operation: file.operations.get };
	const fileId = givenId(id!, 'list');
	expect(await run(get, { fileId, waitUntilDone: true })).toMatchObject({ id, status: 'ready' });
	expect(writes()).toBe(1);
});

it('reads how long to wait before it sends anything', async () => {
	const text = await failure(run(upload, { waitUntilDone: true, waitMinutes: 'long' }));
	expect(text).toContain("'Timeout (Minutes)' is not a number");
	expect(local.sandbox.stats().apiCalls).toBe(0);
});

it('says what was being done when a reading is refused', async () => {
	local.sandbox.setFaults([{ target: 'api', method: 'GET', status: 403 }]);
	const text = await failure(run(upload, { waitUntilDone: true }));
	expect(text).toContain("'Upload' was carried out once (ID fil_");
});

describe('a step with a time limit', () => {
	it('gives the record when VIVI is done within it', async () => {
		local.sandbox.setWorkStyle({ workingMs: 5_000 });
		expect(await run(upload, { waitUntilDone: true }, { step: step() })).toMatchObject({
			...{ name: 'a.txt', status: 'ready', pending: false },
			statusText: 'VIVI is done with the file.',
		});
	});

	it('is pending when it ends before VIVI does, and no error', async () => {
		local.sandbox.setWorkStyle({ workingMs: MINUTE });
		const record = await run(upload, { waitUntilDone: true }, { step: step() });
		expect(record).toMatchObject({ id: expect.stringMatching(/^fil_/) as string, pending: true });
		expect(record['statusText']).toMatch(/after 20 seconds: the last status was “processing”/);
		expect(passed).toBeLessThan(25_000);
		expect(writes()).toBe(1);
	});

	it('says that nobody has waited where nobody has', async () => {
		const record = await run(reindex, { scope: 'site' }, { step: step() });
		expect(record).toMatchObject({ success: true, pending: true });
	});
});

it('a knowledge base that is read again is waited for in the same way', async () => {
	local.sandbox.setWorkStyle({ workingMs: 2 * MINUTE });
	const values = { scope: 'site', waitUntilDone: true };
	expect(await run(reindex, values)).toMatchObject({ id: documents(), status: 'ready' });
	expect(passed).toBeGreaterThanOrEqual(2 * MINUTE);
});

describe.each([
	['says that the request succeeded', (id: string) => ({ id, status: 'success' })],
	['is about the work, with an ID of its own', () => ({ id: 'job_1', status: 'queued' })],
	['says nothing', () => ({ success: true })],
])('an answer to a reindexing that %s', (_what, answerOf) => {
	it('does not end the waiting', async () => {
		const id = documents();
		const shown = ['ready', 'ready', 'indexing', 'ready'];
		const client = clientOf(
			async ({ method, url }) => {
				const isOne = new URL(url).pathname.endsWith(`/${id}`);
				const status = shown.length > 1 ? shown.shift()! : shown[0]!;
				const body = method === 'GET' ? { id, status } : answerOf(id);
				return {
					status: method === 'GET' && !isOne ? 404 : 200,
					headers: {},
					body: JSON.stringify(body),
				};
			},
			{ now, sleep: async (ms) => void (passed += ms) },
		);
		const values = { scope: 'site', waitUntilDone: true };
		const more = { client: async () => await Promise.resolve(client) };
		expect(await run(reindex, values, more)).toMatchObject({ id, status: 'ready' });
		expect(shown).toEqual(['ready']);
	});
});

it('an upload that VIVI has taken is not done for that', async () => {
	const id = 'fil_1';
	const shown = ['processing', 'ready'];
	const client = clientOf(
		async ({ method }) => {
			const body = { id, status: method === 'GET' ? shown.shift()! : 'success' };
			return { status: 200, headers: {}, body: JSON.stringify(body) };
		},
		{ now, sleep: async (ms) => void (passed += ms) },
	);
	const more = { client: async () => await Promise.resolve(client) };
	expect(await run(upload, { waitUntilDone: true }, more)).toEqual({ id, status: 'ready' });
});
