import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonValue } from '../vivi/http/json';
import type { Context } from './context';
import type { Fault } from './faults';
import type { OpenCall } from './stats';
import { refuseLeak } from './uploads';

declare module 'fastify' {
	interface FastifyRequest {
		/** The counted call; null for requests outside of VIVI, such as the admin API's. */
		call: OpenCall | null;
		fault: Fault | null;
	}
}

/** Start page, admin API, description and signing key are not counted. */
const NOT_VIVI = /^\/(_sandbox|\.well-known|openapi\.json$|$)/;
const MAX_KEPT_BODY = 16 * 1024;
/** The time that a reader gets before a reset discards the rest of the answer. */
const BEFORE_RESET_MS = 30;

/** A wait that keeps no process alive once the sandbox is closed. */
const sleep = (ms: number) => (ms > 0 ? sleepFor(ms, undefined, { ref: false }) : undefined);

/** Counts each request, also at an unknown address, searches it for secrets, and adds latency and faults. */
export function addHooks(app: FastifyInstance, context: Context): void {
	app.decorateRequest('call', null);
	app.decorateRequest('fault', null);
	app.addHook('onRequest', async (request, reply) => beginCall(context, request, reply));
	addBodyParsers(app, context);
	app.addHook('preHandler', async (request, reply) => await beforeCall(context, request, reply));
	app.addHook('onSend', (request, reply, payload, done) => {
		if (!request.call) return done(null, payload);
		void answerCall(context, request, reply, payload)
			.then((body) => {
				if (body !== NOTHING_TO_SEND) done(null, body);
			})
			.catch((error: unknown) => done(error as Error));
	});
}

/** Begins to count a request, and refuses one that holds a secret in the wrong place. */
function beginCall(context: Context, request: FastifyRequest, reply: FastifyReply): void {
	const { stats, keys } = context;
	const [path = ''] = request.url.split('?');
	if (NOT_VIVI.test(path)) return;
	const target = path === '/oauth/token' ? 'token' : 'api';
	const { authorization = '' } = request.headers;
	const [, basic = ''] = /^Basic (\S+)$/i.exec(authorization) ?? [];
	const headers = `${request.raw.rawHeaders.join('\n')}\n${Buffer.from(basic, 'base64').toString()}`;
	const urlLeaks = keys.leaksIn(request.url) || keys.leaksIn(safeDecode(request.url));
	const userId = request.headers['x-user-id'];
	const query = request.query as Record<string, unknown>;

	const call = stats.begin(
		{
			at: new Date().toISOString(),
			target,
			method: request.method,
			path: urlLeaks ? '(held a secret)' : path,
			route: request.routeOptions.url?.replace(/:(\w+)/g, '{$1}') ?? 'unmatched',
			...(!urlLeaks && Object.keys(query).length > 0 ? { query: { ...query } } : {}),
			...(typeof userId === 'string' && !keys.leaksIn(userId) ? { userId } : {}),
		},
		authorization !== '',
	);
	request.call = call;
	// The caller has gone before the answer. After an answer the call is settled already.
	reply.raw.once('close', () => stats.settle(call, 'aborted'));
	if (target === 'api' && (urlLeaks || keys.leaksIn(headers))) refuseLeak(context);
}

/** Reads bodies and searches them for secrets. Multipart bodies are searched while they stream in. */
function addBodyParsers(app: FastifyInstance, context: Context): void {
	const { keys } = context;
	for (const [type, parseAs] of [
		[/^application\/(.+\+)?json\b/i, 'string'],
		['*', 'buffer'],
	] as const) {
		app.addContentTypeParser<string | Buffer>(
			type,
			{ parseAs: parseAs as 'string' },
			async (request: { call: OpenCall | null }, body: string | Buffer) => {
				const { call } = request;
				if (call?.record.target === 'api' && keys.leaksIn(body)) refuseLeak(context);
				if (typeof body !== 'string') return body;
				if (body === '') return undefined;
				const parsed = parse(body);
				if (call?.record.target === 'api' && body.length <= MAX_KEPT_BODY) {
					call.record.body = parsed;
				}
				return parsed;
			},
		);
	}
}

/** Waits for the set latency. A fault may answer in place of the route. */
async function beforeCall(
	{ faults, settings }: Context,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply | undefined> {
	const { call } = request;
	if (!call) return undefined;
	const { target, method } = call.record;
	const fault = faults.decide(target, method, request.url);
	const latency = target === 'token' ? settings.tokenLatencyMs : settings.latencyMs;
	await sleep(latency + (fault && !fault.afterwards ? fault.delayMs : 0));
	if (!fault) return undefined;
	request.fault = fault;
	if (fault.afterwards) return undefined;
	if (fault.answer) return await sendAnswer(reply, fault.answer);
	// Nobody will see the answer, so none is made.
	return fault.reset === 'before' ? await reply.send('') : undefined;
}

/** The answer has been sent, or as much of it as is sent at all. */
const NOTHING_TO_SEND = Symbol('nothing to send');

/** Changes or breaks off the answer if a fault demands it, and counts the result. */
async function answerCall(
	{ stats }: Context,
	{ call, fault }: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): Promise<unknown> {
	let body = payload;
	if (fault?.headers && !fault.answer) reply.headers(fault.headers);
	if (fault?.afterwards) {
		await sleep(fault.delayMs);
		if (fault.answer) {
			reply.removeHeader('content-length');
			reply.code(fault.answer.status).headers(fault.answer.headers);
			body = fault.answer.body;
		}
	}
	if (fault?.reset || fault?.truncate) {
		stats.settle(call!, fault.reset ? 'reset' : 'truncated');
		// From here on the answer breaks HTTP, so Fastify must not send it. Without this it would also run
		// the handler of a request whose answer it has not sent.
		reply.hijack();
		await breakOff(reply, fault, await wholeBody(body));
		return NOTHING_TO_SEND;
	}
	if (!(body instanceof Readable)) stats.settle(call!, reply.statusCode);
	else reply.raw.once('finish', () => stats.settle(call!, reply.statusCode));
	return body;
}

async function sendAnswer(
	reply: FastifyReply,
	answer: NonNullable<Fault['answer']>,
): Promise<FastifyReply> {
	const { status, headers, body } = answer;
	return await reply.code(status).headers(headers).send(body);
}

async function wholeBody(payload: unknown): Promise<Buffer> {
	return payload instanceof Readable
		? await buffer(payload)
		: Buffer.from((payload ?? '') as string | Buffer);
}

async function breakOff(reply: FastifyReply, fault: Fault, body: Buffer): Promise<void> {
	const { raw } = reply;
	const { socket } = raw;
	if (!socket) return;
	if (fault.reset === 'before') {
		socket.resetAndDestroy();
		return;
	}
	// At least one byte stays unsent, or nothing would be missing.
	const length = Math.max(body.length, 1);
	raw.writeHead(reply.statusCode, {
		...(reply.getHeaders() as OutgoingHttpHeaders),
		'content-length': length,
	});
	raw.flushHeaders();
	if (fault.reset !== 'headers') raw.write(body.subarray(0, Math.floor(length / 2)));
	if (fault.reset) {
		await sleep(BEFORE_RESET_MS);
		socket.resetAndDestroy();
	} else {
		socket.end();
	}
}

function parse(text: string): JsonValue {
	try {
		return JSON.parse(text) as JsonValue;
	} catch {
		throw Object.assign(new Error('The body is not valid JSON.'), { statusCode: 400 });
	}
}

function safeDecode(url: string): string {
	try {
		return decodeURIComponent(url);
	} catch {
		return url;
	}
}
