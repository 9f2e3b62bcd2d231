import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { chat } from '../vivi/catalogue/chat';
import type { Endpoint } from '../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import type { Context } from './context';
import { ApiError } from './errors';
import type { Store } from './store';
import { receiveFile } from './uploads';

/** What a person needs to talk to one agent. */
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

/** How agents answer. VIVI's page names the routes, not the shape of what comes back. */
export interface ChannelStyle {
	stream: 'sse' | 'ndjson' | 'raw';
	/** Between two pieces of a stream. */
	chunkDelayMs: number;
	/** Where the answer stands; an empty text answers with the bare value. */
	answerKey: string;
	/** How long the agent thinks before its first word. */
	thinkMs: number;
	/** How long an agent waits for a tool that it calls. */
	toolTimeoutMs: number;
	/** Messages with this text make the agent's run fail, after it has got them; empty for none. */
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

/** A message that reached an agent. */
export interface Sent {
	channelId: string;
	threadId: string;
	message: string;
	via: 'invoke' | 'batch' | 'stream';
	userId?: string;
	attachedFiles?: string[];
}

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
	 * @throws ApiError 401, 404 or 409, saying what is in the way
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
	 * @param found what the agent has found out with a tool
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

const AGENT_FAILED = { code: 'agent_failed', message: 'The agent could not complete its answer.' };

/** The routes of VIVI's API channel, as the catalogue has them. */
export function channelRoutes(app: FastifyInstance, context: Context): void {
	const { channels, tools, stats, settings } = context;
	type WithChannel = { Params: { channelId: string } };

	/** The agent gets the message, thinks and answers; undefined when its run fails. */
	const converse = async (agent: JsonObject, sent: Sent): Promise<JsonValue | undefined> => {
		const { thinkMs, failsOn, toolTimeoutMs: timeoutMs } = settings.channel;
		stats.messageSent();
		const { threadId } = sent;
		const found = await tools.answerFor(sent.message, { threadId, timeoutMs });
		const answer = channels.converse(agent, sent, found);
		if (thinkMs > 0) await sleep(thinkMs, undefined, { ref: false });
		return failsOn !== '' && sent.message.includes(failsOn) ? undefined : answer;
	};
	const wrap = (answer: JsonValue, { threadId }: Sent): JsonValue => {
		const { answerKey } = settings.channel;
		return answerKey === '' ? answer : { threadId, [answerKey]: answer };
	};

	app.post<WithChannel>(route(chat.operations.send), async ({ params, headers, body }, reply) => {
		const agent = channels.agentFor(params.channelId, headers);
		const sent = readMessage(body, params.channelId, 'invoke');
		const said = await converse(agent, sent);
		if (said === undefined) throw new ApiError(502, AGENT_FAILED.code, AGENT_FAILED.message);
		const answer = wrap(said, sent);
		return await reply
			.type('application/json; charset=utf-8')
			.send(typeof answer === 'string' ? JSON.stringify(answer) : answer);
	});

	app.post<WithChannel>(route(chat.operations.sendBatch), async ({ params, headers, body }) => {
		const { channelId } = params;
		const agent = channels.agentFor(channelId, headers);
		const { messages, threadId } = isJsonObject(body) ? body : {};
		if (!Array.isArray(messages) || messages.length === 0) {
			throw new ApiError(422, 'validation_failed', "'messages' must be a list.");
		}
		// All are read before the first is answered, so that a refused batch has no effect.
		const sent = messages.map((message) =>
			readMessage(
				isJsonObject(message) && threadId !== undefined ? { threadId, ...message } : message,
				channelId,
				'batch',
			),
		);
		const responses: JsonValue[] = [];
		for (const one of sent) {
			const said = await converse(agent, one);
			responses.push(
				said === undefined ? { threadId: one.threadId, error: AGENT_FAILED } : wrap(said, one),
			);
		}
		return { responses };
	});

	app.post<WithChannel>(route(chat.operations.stream), async ({ params, headers, body }, reply) => {
		const agent = channels.agentFor(params.channelId, headers);
		if (agent.structuredOutput) {
			throw new ApiError(
				400,
				'stream_disabled',
				'Streaming is disabled while structured output is on.',
			);
		}
		const sent = readMessage(body, params.channelId, 'stream');
		const { stream, chunkDelayMs, failsOn } = settings.channel;
		const answer = converse(agent, sent);
		const fails = failsOn !== '' && sent.message.includes(failsOn);
		const pieces = async function* (): AsyncGenerator<string | Buffer> {
			const text = await answer;
			yield* fails ? brokenStream(stream) : encodeStream(stream, String(text), sent.threadId);
		};
		return await reply
			.type(STREAM_TYPES[stream])
			.send(Readable.from(paced(pieces(), chunkDelayMs)));
	});

	app.post<WithChannel>(route(chat.operations.uploadFile), async (request, reply) => {
		const { channelId } = request.params;
		channels.agentFor(channelId, request.headers);
		const { name, size, sha256 } = await receiveFile(request, context);
		const id = randomBytes(8).toString('hex');
		context.uploads.set(id, { size, sha256 });
		const url = `${context.url}/channelsApi/${channelId}/files/${id}/${encodeURIComponent(name)}`;
		return await reply.code(201).send({ url });
	});
}

/** `/channelsApi/:channelId/invoke` */
function route({ path }: Endpoint): string {
	return path.replace(/\{(\w+)\}/g, ':$1');
}

function readMessage(body: unknown, channelId: string, via: Sent['via']): Sent {
	const details: JsonObject[] = [];
	const { message, threadId, userId, attachedFiles } = isJsonObject(body) ? body : {};
	for (const [field, value] of Object.entries({ message, threadId })) {
		if (typeof value !== 'string' || value === '') {
			details.push({ field, message: 'is required and must be a text' });
		}
	}
	// VIVI's page calls it a string and shows a list; both are taken.
	const files = typeof attachedFiles === 'string' ? [attachedFiles] : (attachedFiles ?? []);
	if (!Array.isArray(files) || !files.every((file) => typeof file === 'string')) {
		details.push({ field: 'attachedFiles', message: 'must be a list of URLs' });
	}
	if (details.length > 0) {
		throw new ApiError(422, 'validation_failed', 'Check the message.', details);
	}
	return {
		channelId,
		threadId: String(threadId),
		message: String(message),
		via,
		...(typeof userId === 'string' ? { userId } : {}),
		...((files as string[]).length > 0 ? { attachedFiles: files as string[] } : {}),
	};
}

const STREAM_TYPES = {
	sse: 'text/event-stream; charset=utf-8',
	ndjson: 'application/x-ndjson; charset=utf-8',
	raw: 'text/plain; charset=utf-8',
} as const;

function encodeStream(
	format: ChannelStyle['stream'],
	text: string,
	threadId: string,
): Array<string | Buffer> {
	// Long answers come in at most some 200 pieces, so that streaming them takes no longer.
	const size = Math.max(1, Math.ceil([...text].length / 200 / 8)) * 8;
	const tokens = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
	const end = { type: 'end', threadId };
	switch (format) {
		case 'sse':
			return [
				...tokens.map((content) => `data: ${JSON.stringify({ type: 'token', content })}\n\n`),
				`event: end\ndata: ${JSON.stringify(end)}\n\n`,
			];
		case 'ndjson':
			return [
				...tokens.map((content) => `${JSON.stringify({ type: 'token', content })}\n`),
				`${JSON.stringify(end)}\n`,
			];
		case 'raw': {
			// Cut by bytes on purpose: a character may be split between two pieces.
			const bytes = Buffer.from(text);
			const step = size + 3;
			return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
				bytes.subarray(index * step, (index + 1) * step),
			);
		}
	}
}

/** Begins to answer and then says that it cannot go on; plain text has no words for that. */
function* brokenStream(format: ChannelStyle['stream']): Generator<string> {
	const [first = ''] = encodeStream(format, 'Let me', '');
	yield String(first);
	const event = { type: 'error', error: AGENT_FAILED };
	switch (format) {
		case 'sse':
			return yield `event: error\ndata: ${JSON.stringify(event)}\n\n`;
		case 'ndjson':
			return yield `${JSON.stringify(event)}\n`;
		case 'raw':
			throw new Error('The agent broke off.');
	}
}

async function* paced(
	pieces: AsyncIterable<string | Buffer>,
	delayMs: number,
): AsyncGenerator<Buffer> {
	for await (const piece of pieces) {
		if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
		yield Buffer.from(piece);
	}
}
