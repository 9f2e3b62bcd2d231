import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { HttpRequestOptionsWithUrl, ZObject } from 'zapier-platform-core';

import { largestAnswer } from '../../../vivi/http/limits';
import { toNetworkFailure } from '../../../vivi/http/network-failure';
import {
	NetworkFailure,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type RequestBody,
	sizeOf,
} from '../../../vivi/http/port';
import { stepAgents } from './agents';
import { isDevelopment, isPrivateHost } from './public-address';

/** Options of a request that the platform's own types do not have. */
interface Options extends HttpRequestOptionsWithUrl {
	signal: AbortSignal;
	size: number;
	merge: false;
	throwForThrottlingEarly: false;
}

/**
 * The platform's own option, which `merge: false` leaves out; without it each request is logged
 * twice.
 */
const USER_AGENT = 'Zapier';

/**
 * The Http port over `z.request`.
 *
 * `merge: false` keeps the platform from looking for `{{bundle…}}` and `{{process…}}` in the
 * request, and so from refusing prompts that hold such text. Bodies are text or bytes, from which it
 * would strip nothing else (zapier-platform-core 19.1.0,
 * http-middlewares/before/prepare-request.js).
 * @param options.bearer whether to ask for the access token; see `addBearer`
 * @param options.until no request runs past that moment, and a later one fails as one that timed out
 */
export function zRequestHttp(z: ZObject, { bearer = false, until = Infinity } = {}): Http {
	const agentFor = stepAgents();
	return async (call) => {
		const timeoutMs = Math.min(call.timeoutMs, until - Date.now());
		if (timeoutMs <= 0) throw new NetworkFailure('timeout');
		// There is no lookup for a host that is an IP address.
		if (!isDevelopment() && isPrivateHost(new URL(call.url).hostname)) {
			throw new NetworkFailure('private');
		}
		const cut = new AbortController();
		const onAnswer = (answer: IncomingMessage) => {
			// node-fetch 2 waits for ever for an answer that has broken off, because it gives a body that
			// is piped from the real one, and the pipe does not pass on errors.
			answer.once('error', () => cut.abort());
			// With session authentication the platform throws at the number 401, before the app sees the
			// answer (zapier-platform-core 19.1.0, http-middlewares/after/throw-for-stale-auth.js). What
			// VIVI says in it is needed, so the status goes through the platform as a text.
			if (answer.statusCode === 401) Object.assign(answer, { statusCode: '401' });
		};
		const over = new AbortController();
		// The platform waits for ever by default, and node-fetch's timeout begins again with the body.
		const late = AbortSignal.timeout(timeoutMs);
		try {
			return await answer(z, call, {
				method: call.method as NonNullable<Options['method']>,
				url: call.url,
				headers: { 'user-agent': USER_AGENT, ...call.headers, ...lengthOf(call.body) },
				...(call.body !== undefined && { body: toBody(call.body) }),
				redirect: 'manual',
				agent: agentFor(call.url, onAnswer),
				signal: AbortSignal.any([late, cut.signal, over.signal]),
				// Counted after unpacking.
				size: largestAnswer(isBytes(call) ? { responseType: 'bytes' } : call),
				merge: false,
				skipThrowForStatus: true,
				throwForThrottlingEarly: false,
				middlewareData: { bearer },
			});
		} catch (error) {
			if (cut.signal.aborted) throw new NetworkFailure('reset');
			throw late.aborted ? new NetworkFailure('timeout') : toNetworkFailure(error);
		} finally {
			// node-fetch 2 goes on receiving an answer that it has stopped reading.
			over.abort();
		}
	};
}

async function answer(z: ZObject, call: HttpRequest, options: Options): Promise<HttpResponse> {
	if (!isBytes(call)) {
		const response = await z.request(options);
		return { ...headOf(response), body: response.content };
	}
	const response = await z.request({ ...options, raw: true });
	const head = headOf(response);
	const whole = await response.buffer();
	const isSuccess = head.status >= 200 && head.status < 300;
	const isText = call.responseType === 'stream' && !isSuccess;
	return { ...head, body: isText ? whole.toString('utf8') : whole };
}

/** node-fetch gives the headers' names in lower case, and joined values. */
function headOf({ status, headers }: { status: number; headers: { toJSON: () => unknown } }) {
	return { status: Number(status), headers: headers.toJSON() as Record<string, string> };
}

/** As a stream, because the platform writes every byte of a Buffer into its log as a number. */
function toBody(body: RequestBody): string | Readable {
	if (typeof body === 'string') return body;
	return Readable.from('open' in body ? body.open() : [Buffer.from(body)]);
}

/** Whether an answer is read as bytes; as a whole, since it lasts no longer than a step. */
function isBytes({ responseType }: HttpRequest): boolean {
	return responseType === 'bytes' || responseType === 'stream';
}

/** node-fetch does not know the length of a stream, and some servers refuse a body without a length. */
function lengthOf(body: HttpRequest['body']): Record<string, string> {
	return typeof body === 'object' ? { 'content-length': String(sizeOf(body)) } : {};
}
