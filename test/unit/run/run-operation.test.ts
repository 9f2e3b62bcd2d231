import { axiosHttp } from '../../../scripts/vivi/axios-http';
import { agent } from '../../../vivi/catalogue/agent';
import { chat } from '../../../vivi/catalogue/chat';
import { knowledgeBase } from '../../../vivi/catalogue/knowledge-base';
import type { Endpoint } from '../../../vivi/catalogue/types';
import { withChannelKey } from '../../../vivi/chat/channel';
import { createChat } from '../../../vivi/chat/client';
import type { StreamingChat } from '../../../vivi/chat/streaming-chat';
import { clientForKey } from '../../../scripts/vivi/client-for-key';
import { ViviError } from '../../../vivi/errors';
import { givenId } from '../../../vivi/input/record-id';
import type { Choice, Ports } from '../../../vivi/run/ports';
import { runOperation } from '../../../vivi/run/run-operation';
import { portsOf, recordsOf } from '../../support/ports';
import { useSandbox } from '../../support/use-sandbox';
import { SMALL } from '../sandbox/support';

const local = useSandbox(SMALL);

/** Ports without a shell; no operation here takes files. */
function ports(more: Partial<Ports> = {}): Ports {
	const { channel, accountId, url } = local.sandbox;
	const own = { ...local.sandbox.keys.account, workspaceId: '', accountId, baseUrl: url };
	const http = withChannelKey(axiosHttp, channel);
	const chat = createChat({ http, now: Date.now, ...channel, timeoutMs: 400 });
	return portsOf(() => clientForKey(own), {
		chat: () => ({ chat, channelId: channel.channelId }),
		...more,
	});
}

const run = async (choice: Choice, values: object, more: Partial<Ports> = {}) =>
	await recordsOf(choice, values, ports(more));

const step = () => ({ now: Date.now, until: Date.now() + 60_000 });
const workspace = () => ({ workspaceId: givenId(local.sandbox.defaultWorkspaceId, 'list') });

it('reads what was filled in before it sends anything', async () => {
	local.sandbox.resetStats();
	const choice = { group: knowledgeBase, operation: knowledgeBase.operations.create };
	const values = { ...workspace(), name: 'Manuals', type: 'a kind of VIVI' };
	await expect(run(choice, values)).rejects.toMatchObject({
		...{ code: 'unknown_choice', field: 'type' },
	});
	expect(local.sandbox.stats().apiCalls).toBe(0);
});

it('promises the steps to come the ID of what was worked on, and a workflow what VIVI says', async () => {
	const choice = { group: agent, operation: agent.operations.delete };
	const made = () =>
		String(
			local.sandbox.data.insert(
				'agent',
				{ name: 'A' },
				{ workspaceId: local.sandbox.defaultWorkspaceId },
			)['id'],
		);
	const [one, other] = [made(), made()];
	const values = (id: string) => ({ ...workspace(), agentId: givenId(id, 'text') });
	expect(await run(choice, values(one))).toEqual([{ deleted: true }]);
	expect(await run(choice, values(other), { step: step() })).toEqual([
		{ deleted: true, id: other },
	]);
});

it('sends the message of a single item where several may be sent together', async () => {
	const choice = { group: chat, operation: chat.operations.sendBatch };
	const [answer] = await run(choice, { message: 'Hello' });
	expect(answer!['text']).toContain('Hello');
	await expect(run(choice, { message: '' })).rejects.toMatchObject({ field: 'message' });
});

it.each([
	[true, 'streamed'],
	['yes', 'streamed'],
	['false', 'whole'],
	[undefined, 'whole'],
])('streams the answer where that is wanted: %p', async (stream, text) => {
	const answer = (of: string) => async () =>
		await Promise.resolve({ text: of, structuredOutput: null, threadId: 't', raw: null });
	const talk = { send: answer('whole'), stream: answer('streamed') } as unknown as StreamingChat;
	const choice = { group: chat, operation: chat.operations.send };
	const records = await run(
		choice,
		{ message: 'Hello', stream },
		{ chat: () => ({ chat: talk, channelId: 'c' }) },
	);
	expect(records).toMatchObject([{ text }]);
});

it('says that an answer is still to come only where a step has an end', async () => {
	local.sandbox.setChannelStyle({ thinkMs: 2_000 });
	const choice = { group: chat, operation: chat.operations.send };
	const values = { message: 'Hello', threadMode: 'By ID', threadId: 'a-thread' };
	await expect(run(choice, values)).rejects.toMatchObject({ code: 'answer_timeout' });
	expect(await runOperation(choice, values, ports({ step: step() }))).toMatchObject({
		records: [{ status: 'pending', text: null, threadId: 'a-thread' }],
	});
});

it('says of any other endpoint of a channel that it may have been carried out', async () => {
	const operation: Endpoint = {
		...chat.operations.send,
		...{ kind: 'action', label: 'Rate Answer', fields: [], sent: [] },
	};
	local.sandbox.setFaults([{ target: 'api', status: 503 }]);
	const error: unknown = await run({ group: chat, operation }, {}).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(ViviError);
	expect((error as ViviError).hint).toContain('VIVI may have carried it out');
});
