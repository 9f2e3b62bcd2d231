import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { operationsOf } from '../vivi/catalogue';
import { chat } from '../vivi/catalogue/chat';
import type { Endpoint } from '../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import { AGENT_FAILED, brokenStream, encodeStream, paced, STREAM_TYPES } from './agent-stream';
import type { Sent } from './channels';
import type { Context } from './context';
import { ApiError } from './errors';
import { receiveFile } from './uploads';
import { checkBody } from './validation';

type WithChannel = { Params: { channelId: string } };

type ChannelRequest = FastifyRequest<WithChannel>;
type Handler = (context: Context, request: ChannelRequest, reply: FastifyReply) => Promise<unknown>;

/** By the operation's name. */
const HANDLERS: Readonly<Record<string, Handler>> = {
	[chat.operations.send.name]: answerOne,
	[chat.operations.sendBatch.name]: answerBatch,
	[chat.operations.stream.name]: answerInPieces,
	[chat.operations.uploadFile.name]: takeFile,
};

/**
 * The routes of VIVI's API channel, as the catalogue has them. An action gives back what the channel got, if
 * its fields are those of the catalogue.
 */
export function channelRoutes(app: FastifyInstance, context: Context): void {
	for (const operation of operationsOf<Endpoint>(chat)) {
		const handler = HANDLERS[operation.name];
		if (!handler && operation.kind !== 'action') continue;
		app.route<WithChannel>({
			method: operation.method,
			url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
			handler: async (request, reply) => {
				if (handler) return await handler(context, request, reply);
				context.channels.agentFor(request.params.channelId, request.headers);
				return { received: checkBody(operation, request.body) };
			},
		});
	}
}

async function answerOne(
	context: Context,
	{ params, headers, body }: ChannelRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const agent = context.channels.agentFor(params.channelId, headers);
	const sent = readMessage(body, params.channelId, 'invoke');
	const said = await converse(context, agent, sent);
	if (said === undefined) throw new ApiError(502, AGENT_FAILED.code, AGENT_FAILED.message);
	const answer = wrap(context, said, sent);
	return await reply
		.type('application/json; charset=utf-8')
		.send(typeof answer === 'string' ? JSON.stringify(answer) : answer);
}

async function answerBatch(
	context: Context,
	{ params: { channelId }, headers, body }: ChannelRequest,
): Promise<JsonObject> {
	const agent = context.channels.agentFor(channelId, headers);
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
		const said = await converse(context, agent, one);
		responses.push(
			said === undefined
				? { threadId: one.threadId, error: AGENT_FAILED }
				: wrap(context, said, one),
		);
	}
	return { responses };
}

async function answerInPieces(
	context: Context,
	{ params, headers, body }: ChannelRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const agent = context.channels.agentFor(params.channelId, headers);
	if (agent.structuredOutput) {
		const message = 'Streaming is disabled while structured output is on.';
		throw new ApiError(400, 'stream_disabled', message);
	}
	const sent = readMessage(body, params.channelId, 'stream');
	const { stream, chunkDelayMs, failsOn } = context.settings.channel;
	const answer = converse(context, agent, sent);
	const fails = failsOn !== '' && sent.message.includes(failsOn);
	const pieces = async function* (): AsyncGenerator<string | Buffer> {
		const text = await answer;
		yield* fails ? brokenStream(stream) : encodeStream(stream, String(text), sent.threadId);
	};
	return await reply.type(STREAM_TYPES[stream]).send(Readable.from(paced(pieces(), chunkDelayMs)));
}

async function takeFile(
	context: Context,
	request: ChannelRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const { channelId } = request.params;
	context.channels.agentFor(channelId, request.headers);
	const upload = await receiveFile(request, context);
	const id = randomBytes(8).toString('hex');
	context.uploads.set(id, upload);
	const url = `${context.url}/channelsApi/${channelId}/files/${id}/${encodeURIComponent(upload.name)}`;
	return await reply.code(201).send({ url });
}

/** The agent gets the message, thinks and answers; undefined when its run fails. */
async function converse(
	{ channels, tools, stats, settings }: Context,
	agent: JsonObject,
	sent: Sent,
): Promise<JsonValue | undefined> {
	const { thinkMs, failsOn, toolTimeoutMs: timeoutMs } = settings.channel;
	stats.messageSent();
	const { threadId } = sent;
	const found = await tools.answerFor(sent.message, { threadId, timeoutMs });
	const answer = channels.converse(agent, sent, found);
	if (thinkMs > 0) await sleep(thinkMs, undefined, { ref: false });
	return failsOn !== '' && sent.message.includes(failsOn) ? undefined : answer;
}

function wrap({ settings }: Context, answer: JsonValue, { threadId }: Sent): JsonValue {
	const { answerKey } = settings.channel;
	return answerKey === '' ? answer : { threadId, [answerKey]: answer };
}

function readMessage(body: unknown, channelId: string, via: Sent['via']): Sent {
	const details: JsonObject[] = [];
	const { message, threadId, userId, attachedFiles } = isJsonObject(body) ? body : {};
	for (const [field, value] of Object.entries({ message, threadId })) {
		if (typeof value !== 'string' || value === '') {
			details.push({ field, message: 'is required and must be a text' });
		}
	}
	// VIVI's page calls it a string but shows a list; both are accepted.
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
