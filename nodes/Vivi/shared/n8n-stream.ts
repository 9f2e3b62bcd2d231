import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import type { StreamHttp } from '../../../vivi/http/stream-port';
import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';
import { largestAnswer, transferMs } from '../../../vivi/http/limits';
import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure, sizeOf, type HttpRequest } from '../../../vivi/http/port';
import { learnFrom, toBlob } from './byte-streams';
import { CredentialError } from './credential-error';
import { Deadline } from './deadline';

/** Calls one of n8n's request helpers; see {@link authenticated} for the one with authentication. */
export type HelperCall = (
	options: IHttpRequestOptions & { abortSignal: AbortSignal },
) => Promise<IN8nHttpFullResponse>;

export interface RequestSettings {
	/** Aborted when somebody stops the execution. */
	cancelled?: AbortSignal | undefined;
	/** n8n's work before it sends the request, which has a time limit of its own. */
	before?: {
		/** Its time limit, in milliseconds. */
		longestMs: number;
		/** Calls the function when it is done. */
		whenDone: (call: () => void) => void;
	};
}

/**
 * The port for streams over one of n8n's request helpers. Only a stream can be ended while it
 * arrives: n8n reads any number of bytes of a whole answer, and waits as long as a byte comes now
 * and then.
 */
export function n8nStream(
	request: HelperCall,
	{ cancelled, before }: RequestSettings = {},
): StreamHttp {
	return async (call) => {
		const timeout = call.timeoutMs + transferMs(sizeOf(call.body));
		const deadline = new Deadline(timeout + (before?.longestMs ?? 0), cancelled);
		before?.whenDone(() => deadline.startAnew(timeout));
		// n8n gives it to a timer, without checking whether a timer can be that long.
		const silence = Math.min(timeout, LONGEST_TIMEOUT_MS);
		const answer = request({ ...toOptions(call), timeout: silence, abortSignal: deadline.signal });
		try {
			const { statusCode: status, headers, body } = await deadline.within(answer);
			const most = largestAnswer(isSuccess(status) ? call : {});
			return { status, headers: lowerCase(headers), chunks: chunksOf(body, most, deadline) };
		} catch (error) {
			deadline.end();
			// A host that does not pass on the signal may still get an answer.
			answer.then(
				({ body }) => close(body),
				() => {},
			);
			throw error instanceof CredentialError ? error : toFailure(error);
		}
	};
}

/**
 * n8n's helper with authentication, on the values of one credential. Left to itself it takes them as they
 * are for the first item, and reads and decrypts them for each request.
 * @param data decrypted; n8n writes a renewed token into it
 */
export function authenticated(
	context: IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions,
	type: string,
	data: ICredentialDataDecryptedObject,
): HelperCall {
	const credentialsDecrypted = { id: '', name: type, type, data };
	return async (options) =>
		await context.helpers.httpRequestWithAuthentication.call(
			endedBy(context, options.abortSignal),
			type,
			options,
			{ credentialsDecrypted },
		);
}

/**
 * The context to call that helper on. In the place of a request's own signal the helper puts that of the
 * execution (n8n-core 2.41.1, request-helpers/authentication.js); here it finds the request's own, which
 * the execution's aborts too.
 */
function endedBy<Context extends object>(context: Context, signal: AbortSignal): Context {
	if (!('getExecutionCancelSignal' in context)) return context;
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as Context;
}

/** The signal of 'Stop', where the context has one. */
export function cancelSignalOf(context: object): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context
		? (
				context as { getExecutionCancelSignal(): AbortSignal | undefined }
			).getExecutionCancelSignal()
		: undefined;
}

/** n8n's form of a request; it takes answers of every status and follows no redirects. */
function toOptions(call: HttpRequest): IHttpRequestOptions {
	return {
		// n8n's type leaves HEAD out; axios knows every method of the port.
		method: call.method as IHttpRequestOptions['method'] & string,
		url: call.url,
		headers: { ...call.headers },
		...(call.body !== undefined && { body: toBody(call) }),
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
	} as IHttpRequestOptions;
}

function toBody({ body = '', headers }: HttpRequest): string | object {
	if (typeof body === 'string') return body;
	return 'open' in body ? toBlob(body, headers?.['content-type'] ?? '') : Buffer.from(body);
}

/** Whether the answer has the wanted type. */
export function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** The body, until it ends, takes too long or is too large; closed in any case. */
async function* chunksOf(
	body: unknown,
	most: number,
	deadline: Deadline,
): AsyncGenerator<Uint8Array> {
	const { signal } = deadline;
	if (isReadable(body)) learnFrom(body);
	const stop = () => close(body);
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	let size = 0;
	try {
		for await (const chunk of piecesOf(body)) {
			const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
			size += bytes.length;
			if (size > most) throw new NetworkFailure('oversized');
			deadline.moved(bytes.length);
			yield bytes;
		}
	} catch (error) {
		throw toFailure(signal.aborted ? signal.reason : error);
	} finally {
		deadline.end();
	}
}

type Piece = Uint8Array | string;

/** A readable of Node's; a host may also give an answer that it has read already. */
function piecesOf(body: unknown): AsyncIterable<Piece> | Iterable<Piece> {
	if (typeof body === 'string' || Buffer.isBuffer(body)) return [body];
	if (isReadable(body)) return body;
	return body === undefined || body === null ? [] : [JSON.stringify(body)];
}

function isReadable(body: unknown): body is AsyncIterable<Piece> & { destroy(): void } {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function close(body: unknown): void {
	if (isReadable(body)) body.destroy();
}

/** Names in lower case; a header sent several times is joined. */
function lowerCase(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [
			name.toLowerCase(),
			Array.isArray(value) ? value.join(', ') : String(value),
		]),
	);
}

/** The error of n8n's helper when no answer came. */
function toFailure(error: unknown): NetworkFailure {
	if (isBlockedDomain(error)) return new NetworkFailure('blocked');
	// Where the cause is lost, the system's code is still there as n8n's status.
	const { httpCode: code } = error as { httpCode?: string };
	return toNetworkFailure({ code, cause: error });
}

/** n8n enforces a credential's 'Allowed Domains' by an error that has no code, only a text. */
function isBlockedDomain(error: unknown): boolean {
	return error instanceof Error && /domain.*not allowed|not allowed.*domain/i.test(error.message);
}
