import type { OutgoingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleepFor } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { JsonValue } from '../vivi/http/json';
import type { Context } from './context';
import type { Fault } from './faults';
import type { OpenCall } from './stats';
import { refuseLeak } from './uploads';

declare module 'fastify' {
	interface FastifyRequest {
		/** What is counted; null for requests that are no part of VIVI, such as the admin API's. */
		call: OpenCall | null;
		fault: Fault | null;
	}
}

/** Start page, admin API, description and signing key: counted nowhere. */
const NOT_VIVI = /^\/(_sandbox|\.well-known|openapi\.json$|$)/;
const MAX_KEPT_BODY = 16 * 1024;
/** So long a reader gets for what was sent before a reset throws the rest away. */
const BEFORE_RESET_MS = 30;

/** A wait that keeps no process alive once the sandbox is closed. */
const sleep = (ms: number) => (ms > 0 ? sleepFor(ms, undefined, { ref: false }) : undefined);

/** Counting, the search for leaked secrets, latency and faults: for each request, found or not. */
export function addHooks(app: FastifyInstance, context: Context): void {
	const { stats, faults, keys, settings } = context;
	app.decorateRequest('call', null);
	app.decorateRequest('fault', null);

	app.addHook('onRequest', async (request, reply) => {
		const [path = ''] = request.url.split('?');
		if (NOT_VIVI.test(path)) return;
		const target = path === '/oauth/token' ? 'token' : 'api';
		const { authorization = '' } = request.headers;
		const [, basic = ''] = /^Basic (\S+)$/i.exec(authorization) ?? [];
		const headers = `${request.raw.rawHeaders.join('\n')}\n${Buffer.from(basic, 'base64').toString()}`;
		const urlLeaks = keys.leaksIn(request.url) || keys.leaksIn(safeDecode(request.url));
		const userId = request.headers['x-user-id'];
		const query = request.query as Record<string, unknown>;

		request.call = stats.begin(
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
		// When nobody waits for the answer any more; settled already otherwise.
		const { call } = request;
		reply.raw.once('close', () => stats.settle(call, 'aborted'));
		if (target === 'api' && (urlLeaks || keys.leaksIn(headers))) refuseLeak(context);
	});

	// Multipart bodies are searched while they stream in, all others here.
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

	app.addHook('preHandler', async (request, reply) => {
		const { call } = request;
		if (!call) return;
		const { target, method } = call.record;
		const fault = faults.decide(target, method, request.url);
		const latency = target === 'token' ? settings.tokenLatencyMs : settings.latencyMs;
		await sleep(latency + (fault && !fault.afterwards ? fault.delayMs : 0));
		if (!fault) return;
		request.fault = fault;
		if (fault.afterwards) return;
		if (fault.answer) return await sendAnswer(reply, fault.answer);
		// Nothing of the answer will be seen, so there is none to work out.
		if (fault.reset === 'before') return await reply.send('');
	});

	app.addHook('onSend', (request, reply, payload, done) => {
		const { call, fault } = request;
		if (!call) return done(null, payload);
		void (async () => {
			let body: unknown = payload;
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
				stats.settle(call, fault.reset ? 'reset' : 'truncated');
				// Fastify has to let go, because what is sent from here on breaks HTTP; it would also carry
				// out a request whose answer it never saw leave.
				reply.hijack();
				return await breakOff(reply, fault, await wholeBody(body));
			}
			if (!(body instanceof Readable)) stats.settle(call, reply.statusCode);
			else reply.raw.once('finish', () => stats.settle(call, reply.statusCode));
			done(null, body);
		})().catch((error: unknown) => done(error as Error));
	});
}

async function sendAnswer(
	reply: FastifyReply,
	answer: NonNullable<Fault['answer']>,
): Promise<FastifyReply> {
	const { status, headers, body } = answer;
	return await reply.code(status).headers(headers).send(body);
}

async function wholeBody(payload: unknown): Promise<Buffer> {
	if (payload === null || payload === undefined) return Buffer.alloc(0);
	if (typeof payload === 'string' || Buffer.isBuffer(payload)) return Buffer.from(payload);
	const chunks: Buffer[] = [];
	for await (const chunk of payload as Readable) chunks.push(Buffer.from(chunk as Buffer));
	return Buffer.concat(chunks);
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
