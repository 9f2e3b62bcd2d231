import { catalogue } from '../catalogue';
import { MAX_NAMED } from '../catalogue/report';
import type { Client } from '../client/client';
import { readId } from '../client/read-list';
import { referenceReader } from '../client/references';
import { recordMoments } from '../client/record-moments';
import { valuesUnder } from '../client/values-under';
import { mapConcurrently } from '../client/map-concurrently';
import { ViviApiError } from '../errors';
import type { JsonObject } from '../http/json';
import type { AgentActivity } from './types';

/** What was said in a workspace. */
export interface Activity {
	threads: number;
	/** Null where they are not counted, or not all could be read. */
	messages: number | null;
	activeThreads: number | null;
	/** Without names. */
	agents: AgentActivity[];
	/** Threads that do not tell when they were used. */
	unknownCount: number;
	/** VIVI does not say whether the list of threads goes on. */
	mayGoOn: boolean;
	/** Why the messages are not known. */
	failure?: ViviApiError;
}

interface ActivityOptions {
	ids: { workspaceId: string };
	/** In milliseconds. */
	since: number | undefined;
	withMessages: boolean;
	atOnce: () => number;
}

const { thread } = catalogue;
const agentIdsOf = referenceReader('agentId');

/**
 * Counts the threads of a workspace by the agents that they are with, and their messages. A thread that does
 * not say how many messages it has is asked for them.
 * @throws ViviApiError when the threads cannot be listed, or the key is refused
 */
export async function readActivity(client: Client, options: ActivityOptions): Promise<Activity> {
	const { ids, since, withMessages, atOnce } = options;
	const agents = new Map<string | null, AgentActivity>();
	const toAsk: Array<{ threadId: string; agent: AgentActivity }> = [];
	let [threads, unknownCount] = [0, 0];
	const list = client.list(thread, thread.operations.getAll, { ids });
	for await (const page of list) {
		for (const record of page) {
			threads++;
			const agent = agentOf(record, agents, options);
			agent.threads++;
			if (since !== undefined) {
				const { created, updated } = recordMoments(record);
				const last = updated ?? created;
				if (last === undefined) unknownCount++;
				else agent.activeThreads! += Number(last >= since);
			}
			if (!withMessages) continue;
			const count = messageCount(record);
			const threadId = readId(record, thread);
			if (count !== undefined) agent.messages! += count;
			else if (threadId !== undefined) toAsk.push({ threadId, agent });
		}
	}
	const failure = await askForMessages(client, ids, toAsk, atOnce);
	const all = [...agents.values()];
	const known = withMessages && !failure;
	return {
		threads,
		messages: known ? all.reduce((sum, { messages }) => sum + messages!, 0) : null,
		activeThreads:
			since === undefined ? null : all.reduce((sum, one) => sum + one.activeThreads!, 0),
		agents: all
			.map((one) => (known ? one : { ...one, messages: null }))
			.sort((a, b) => b.threads - a.threads)
			.slice(0, MAX_NAMED),
		unknownCount,
		mayGoOn: list.end === 'unknown',
		...(failure && { failure }),
	};
}

function agentOf(
	record: JsonObject,
	agents: Map<string | null, AgentActivity>,
	{ since, withMessages }: ActivityOptions,
): AgentActivity {
	const [agentId = null] = agentIdsOf(record);
	const known = agents.get(agentId) ?? {
		...{ agentId, name: null, threads: 0 },
		activeThreads: since === undefined ? null : 0,
		messages: withMessages ? 0 : null,
	};
	agents.set(agentId, known);
	return known;
}

function messageCount(record: JsonObject): number | undefined {
	const [count] = valuesUnder(record, ['messageCount']);
	return typeof count === 'number' && count >= 0 ? count : undefined;
}

/** @returns the first failure, after which no further thread is asked */
async function askForMessages(
	client: Client,
	ids: { workspaceId: string },
	threads: ReadonlyArray<{ threadId: string; agent: AgentActivity }>,
	atOnce: () => number,
): Promise<ViviApiError | undefined> {
	let failure: ViviApiError | undefined;
	const settled = await mapConcurrently(threads, atOnce, async ({ threadId, agent }) => {
		if (failure) return;
		try {
			const place = { ids: { ...ids, threadId } };
			for await (const page of client.list(thread, thread.operations.getMessages, place)) {
				agent.messages! += page.length;
			}
		} catch (error) {
			if (!(error instanceof ViviApiError) || error.status === 401) throw error;
			failure ??= error;
		}
	});
	for (const one of settled) if (!one.ok) throw one.error;
	return failure;
}
