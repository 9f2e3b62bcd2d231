import type { JsonObject } from '../../vivi/http/json';
import { channelOf, connect, keyOf, run } from './support/app';
import { failureOf } from './support/failure';
import { startFileServer } from './support/file-server';
import { useSandbox } from './support/use-sandbox';

jest.mock('../../zapier/src/http/step-ms', () => ({
	...jest.requireActual<object>('../../zapier/src/http/step-ms'),
	STEP_MS: 3_000,
}));

const local = useSandbox();
let authData: Record<string, string>;

beforeAll(async () => {
	authData = {
		...(await connect(keyOf(local.sandbox))),
		...channelOf(local.sandbox),
	};
});
afterEach(() => local.sandbox.setFaults());

it('is shorter than what Zapier gives a step', () => {
	const { STEP_MS } = jest.requireActual<{ STEP_MS: number }>('../../zapier/src/http/step-ms');
	expect(STEP_MS).toBeLessThan(30_000);
});

const never = [{ target: 'api' as const, delayMs: 12_000 }];
const place = () => ({ workspace_id: local.sandbox.defaultWorkspaceId });

it('is told of, and a step that only reads is left to Zapier to repeat', async () => {
	local.sandbox.setFaults(never);
	const method = 'searches.find_agent.operation.perform';

	const failure = await failureOf(
		run(method, { authData, inputData: { ...place(), search: 'x' } }),
	);

	expect(failure.name).toBe('ThrottledError');
	expect(failure.text).toContain('no whole answer came in time');
	expect(failure.text).toContain('Zapier ends a step after 30 seconds.');
}, 60_000);

it('counts for all requests of a step together', async () => {
	local.sandbox.setListStyle({ defaultLimit: 1, maxLimit: 1 });
	local.sandbox.setFaults([{ target: 'api', delayMs: 2_000 }]);

	const method = 'triggers.new_agent.operation.perform';
	const { text } = await failureOf(run(method, { authData, inputData: place() }));

	expect(text).toMatch(/after \d+ records of the list had come/);
	expect(text).toContain('Zapier ends a step after 30 seconds.');
	expect(local.sandbox.stats().apiCalls).toBeLessThan(local.sandbox.data.count('agent'));
}, 60_000);

it('is no time to wait in for longer than there is', async () => {
	local.sandbox.setFaults([{ target: 'api', status: 429, headers: { 'retry-after': '4' } }]);

	const method = 'triggers.new_agent.operation.perform';
	const failure = await failureOf(run(method, { authData, inputData: place() }));

	expect(failure).toMatchObject({ name: 'ThrottledError', delay: 4 });
	expect(failure.text).toContain('slow down');
	expect(local.sandbox.stats().apiCalls).toBe(1);
}, 60_000);

it('leaves it open whether something was made, and makes it once', async () => {
	local.sandbox.setFaults(never);
	const inputData = { ...place(), name: 'Late', content: 'x' };

	const failure = await failureOf(
		run('creates.create_prompt.operation.perform', { authData, inputData }),
	);

	expect(failure.name).toBe('AppError');
	expect(failure.text).toContain('may have been carried out all the same');
	expect(local.sandbox.stats().apiCalls).toBe(1);
}, 60_000);

it('does not end a message to a slow agent as an error', async () => {
	local.sandbox.setChannelStyle({ thinkMs: 12_000 });

	const result = await run<JsonObject>('creates.send_message.operation.perform', {
		authData,
		inputData: { message: 'Take your time', thread_mode: 'key', thread_key: 'Ada' },
	});

	expect(result).toMatchObject({ status: 'pending', text: null });
	expect(result['statusText']).toContain('sent once');
	expect(result['statusText']).toContain(String(result['threadId']));
	expect(local.sandbox.sends()).toEqual([
		expect.objectContaining({ message: 'Take your time', threadId: result['threadId'] }),
	]);
}, 60_000);

it('ends with a report on what could be read', async () => {
	local.sandbox.setFaults([{ target: 'api', pathIncludes: '/prompts', delayMs: 12_000 }]);

	const report = await run<JsonObject>('creates.generate_report.operation.perform', {
		authData,
		inputData: { format: 'markdown' },
	});

	const [first] = report['workspaces'] as JsonObject[];
	expect(first).toMatchObject({
		status: 'partial',
		agents: local.sandbox.data.count('agent'),
		prompts: null,
		failures: [expect.objectContaining({ resource: 'prompt', code: 'network_timeout' })],
	});
}, 60_000);

it('is not used up by files, so that a message is sent whose answer nobody hears', async () => {
	const files = await startFileServer(Buffer.from('A file'));
	local.sandbox.setFaults([{ target: 'api', pathIncludes: '/files', delayMs: 1_500 }]);

	const { name, text } = await failureOf(
		run('creates.send_message.operation.perform', {
			authData,
			inputData: { message: 'Look', files: [`${files.url}/named`] },
		}),
	);

	expect(name).toBe('AppError');
	expect(text).toContain('No message was sent.');
	expect(local.sandbox.stats().sends).toBe(0);
	await files.close();
}, 60_000);

describe('work that VIVI goes on with', () => {
	const reindex = async () => {
		const bases = local.sandbox.data.list('knowledgeBase');
		const inputData = {
			...place(),
			...{ knowledge_base_id: bases[0]!['id'], scope: 'site', wait_until_done: true },
		};
		return await run<JsonObject>('creates.reindex_knowledge_base.operation.perform', {
			authData,
			inputData,
		});
	};

	it('is pending when the step ends, and no error', async () => {
		const result = await reindex();
		expect(result).toMatchObject({ success: true, pending: true });
		expect(result['statusText']).toContain('the last status was “indexing”');
	}, 60_000);

	it('is not pending when it was done within the step', async () => {
		local.sandbox.setWorkStyle({ workingMs: 0 });
		expect(await reindex()).toMatchObject({ success: true, pending: false, status: 'ready' });
	}, 60_000);
});
