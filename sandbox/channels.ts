import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import { ApiError } from './errors';
import type { Store } from './store';

/** The values that a person needs to talk to one agent. */
export interface IssuedChannel {
	channelId: string;
	apiKey: string;
	baseUrl: string;
	/** Empty when no agent is assigned. */
	agentId: string;
	workspaceId: string;
}

export interface NewChannel {
	workspaceId?: string;
	agent?: 'published' | 'unpublished' | 'none';
	/** Agents with structured output answer with an object and refuse to stream. */
	structuredOutput?: boolean;
	structuredOutputSchema?: JsonObject;
}

/** A message that reached an agent. */
export interface Sent {
	channelId: string;
	threadId: string;
	message: string;
	via: 'invoke' | 'batch' | 'stream';
	userId?: string;
	attachedFiles?: string[];
}

/** How agents answer. VIVI's page names the routes, not the shape of the answers. */
export interface ChannelStyle {
	stream: 'sse' | 'ndjson' | 'raw';
	/** Between two pieces of a stream. */
	chunkDelayMs: number;
	/** The key of the answer; an empty text answers with the bare value. */
	answerKey: string;
	/** How long the agent thinks before its first word. */
	thinkMs: number;
	/** How long an agent waits for a tool that it calls. */
	toolTimeoutMs: number;
	/** The agent's run fails after it got a message with this text; empty for never. */
	failsOn: string;
}

export const DEFAULT_CHANNEL_STYLE: ChannelStyle = {
	stream: 'sse',
	chunkDelayMs: 5,
	answerKey: 'response',
	thinkMs: 0,
	toolTimeoutMs: 120_000,
	failsOn: '',
};

interface ApiChannel {
	apiKey: string;
	workspaceId: string;
}

const KEPT_SENDS = 1000;

/** The API channels of the account, their keys and the conversations held through them. */
export class Channels {
	private readonly byId = new Map<string, ApiChannel>();
	/** Messages so far, by channel and thread: what an agent remembers. */
	private readonly memory = new Map<string, number>();
	readonly sends: Sent[] = [];

	constructor(private readonly store: Store) {}

	create(options: NewChannel, defaultWorkspaceId: string): Omit<IssuedChannel, 'baseUrl'> {
		const workspaceId = options.workspaceId ?? defaultWorkspaceId;
		const { agent = 'published', structuredOutput = false, structuredOutputSchema } = options;
		let agentId: string | null = null;
		if (agent !== 'none') {
			const record = this.store.insert(this.store.listPath('agent', { workspaceId }), 'agent', {
				name: 'Front Desk',
				description: 'Answers whoever writes',
				status: agent === 'published' ? 'published' : 'draft',
				structuredOutput,
				...(structuredOutputSchema ? { structuredOutputSchema } : {}),
			});
			agentId = String(record.id);
		}
		return this.open(workspaceId, agentId);
	}

	/** Opens a channel to an agent that exists. */
	open(workspaceId: string, agentId: string | null): Omit<IssuedChannel, 'baseUrl'> {
		const path = this.store.listPath('channel', { workspaceId });
		const channel = this.store.insert(path, 'channel', { name: 'API', type: 'api', agentId });
		const channelId = String(channel.id);
		const apiKey = randomBytes(24).toString('base64url');
		this.byId.set(channelId, { apiKey, workspaceId });
		return { channelId, apiKey, agentId: agentId ?? '', workspaceId };
	}

	/**
	 * The channel's agent.
	 * @throws ApiError 401, 404 or 409 that says why the agent cannot be reached
	 */
	agentFor(channelId: string, headers: FastifyRequest['headers']): JsonObject {
		const { store } = this;
		const key = headers['vivi-api-key'];
		if (typeof key !== 'string' || key === '') {
			const message = headers.authorization
				? 'An access token does not work here. Send the key of the channel as vivi-api-key.'
				: 'Send the key of the channel as vivi-api-key.';
			throw new ApiError(401, 'unauthorized', message);
		}
		const channel = this.byId.get(channelId);
		if (!channel) throw new ApiError(404, 'not_found', 'Channel not found.');
		if (channel.apiKey !== key) {
			throw new ApiError(401, 'invalid_api_key', 'The vivi-api-key does not fit this channel.');
		}
		const { workspaceId } = channel;
		const record = store.collection(store.listPath('channel', { workspaceId })).get(channelId);
		if (!record) throw new ApiError(404, 'not_found', 'Channel not found.');
		const agents = store.collection(store.listPath('agent', { workspaceId }));
		const agent = agents.get(String(record.agentId));
		if (!agent) {
			throw new ApiError(409, 'no_agent', 'No agent is assigned to this channel.');
		}
		if (agent.status !== 'published') {
			throw new ApiError(409, 'agent_not_published', 'The agent of this channel is not published.');
		}
		return agent;
	}

	/**
	 * Lets the agent answer, and remembers both sides in the workspace's threads.
	 * @param found the result of the agent's tool
	 */
	converse(agent: JsonObject, sent: Sent, found?: string): JsonValue {
		const { store } = this;
		const { channelId, threadId, message } = sent;
		const memoryKey = JSON.stringify([channelId, threadId]);
		const count = (this.memory.get(memoryKey) ?? 0) + 1;
		this.memory.set(memoryKey, count);
		this.sends.push(sent);
		if (this.sends.length > KEPT_SENDS) this.sends.shift();

		const reply = found ?? `you wrote “${message}”`;
		const text = `${String(agent.name)}: ${reply}. Messages in this thread: ${count}.`;
		const answer = agent.structuredOutput
			? structuredAnswer(agent.structuredOutputSchema, { answer: text, messageCount: count })
			: text;

		const workspaceId = this.byId.get(channelId)!.workspaceId;
		const threads = store.listPath('thread', { workspaceId });
		if (!store.has(threads, threadId)) {
			store.insert(threads, 'thread', {
				id: threadId,
				title: message.slice(0, 80),
				agentId: agent.id ?? null,
				channelId,
				userId: sent.userId ?? null,
			});
		}
		const path = `${threads}/${threadId}`;
		store.insertMessage(path, { role: 'user', content: message });
		store.insertMessage(path, {
			role: 'agent',
			content: typeof answer === 'string' ? answer : JSON.stringify(answer),
		});
		store.update(threads, threadId, { messageCount: store.collection(`${path}/messages`).size });
		return answer;
	}
}

/** An object that has what the agent's schema asks for. */
function structuredAnswer(
	schema: JsonValue | undefined,
	{ answer, messageCount }: { answer: string; messageCount: number },
): JsonValue {
	if (!isJsonObject(schema)) return { answer, messageCount };
	switch (schema.type) {
		case 'object':
			return Object.fromEntries(
				Object.entries(isJsonObject(schema.properties) ? schema.properties : {}).map(
					([name, property]) => [name, structuredAnswer(property, { answer, messageCount })],
				),
			);
		case 'array':
			return [structuredAnswer(schema.items, { answer, messageCount })];
		case 'number':
		case 'integer':
			return messageCount;
		case 'boolean':
			return true;
		default:
			return Array.isArray(schema.enum) ? (schema.enum[0] ?? null) : answer;
	}
}
