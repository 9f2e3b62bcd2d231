import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestHelper,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';
import { wholeContent } from '../../../vivi/http/answered-file';
import { largestAnswer, transferMs } from '../../../vivi/http/limits';
import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure, sizeOf, type Http, type HttpRequest } from '../../../vivi/http/port';
import type { StreamHttp } from '../../../vivi/http/stream-port';
import { learnFrom, toBlob } from './byte-streams';
import { CredentialError } from './credential-error';
import { Deadline } from './deadline';

/** The part of n8n's contexts that sends requests. */
export interface Sender extends IHttpRequestHelper {
	helpers: IHttpRequestHelper['helpers'] &
		Partial<Pick<IExecuteFunctions['helpers'], 'httpRequestWithAuthentication'>>;
	/** The signal of 'Stop', where the context has one. */
	getExecutionCancelSignal?(): AbortSignal | undefined;
}

/** The credential of a request; n8n writes a renewed token into its decrypted data. */
export interface RequestCredential {
	type: string;
	data: ICredentialDataDecryptedObject;
	/** n8n's work before it sends the request, which has a time limit of its own. */
	before?: Preparation | undefined;
}

export interface Preparation {
	/** Its time limit, in milliseconds. */
	longestMs: number;
	/** To be called when it is done. */
	whenDone?: () => void;
}

/** The Http port over n8n's request helpers: a whole answer, unless a stream is wanted. */
export function n8nHttp(context: Sender, credential?: RequestCredential): Http {
	const open = n8nStream(context, credential);
	return async (call) => {
		const { status, headers, chunks } = await open(call);
		if (call.responseType === 'stream' && isSuccess(status)) {
			return { status, headers, body: '', chunks };
		}
		const whole = await wholeContent(chunks);
		const body = call.responseType === 'bytes' ? whole : whole.toString('utf8');
		return { status, headers, body };
	};
}

/**
 * The port for streams over n8n's request helpers. Only a stream can be ended while it arrives: n8n
 * reads any number of bytes of a whole answer, and waits as long as a byte comes now and then.
 */
export function n8nStream(context: Sender, credential?: RequestCredential): StreamHttp {
	return async (call) => {
		const timeout = call.timeoutMs + transferMs(sizeOf(call.body));
		const before = credential?.before;
		const cancelled = context.getExecutionCancelSignal?.();
		const deadline = new Deadline(timeout + (before?.longestMs ?? 0), cancelled);
		if (before) before.whenDone = () => deadline.startAnew(timeout);
		const answer = request(context, credential, toOptions(call, timeout, deadline));
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

type Options = IHttpRequestOptions & { abortSignal: AbortSignal };

/**
 * Calls n8n's helper. With a credential it gets the values: left to itself it takes those of the first
 * item, and reads and decrypts them for each request.
 */
async function request(
	context: Sender,
	credential: RequestCredential | undefined,
	options: Options,
): Promise<IN8nHttpFullResponse> {
	if (!credential) return await context.helpers.httpRequest(options);
	const { type, data } = credential;
	// In the place of a request's own signal the helper puts that of the execution (n8n-core 2.41.1,
	// request-helpers/authentication.js); here it finds the request's own, which the execution's aborts
	// too.
	const ended = 'getExecutionCancelSignal' in context && {
		getExecutionCancelSignal: { value: () => options.abortSignal },
	};
	return await context.helpers.httpRequestWithAuthentication!.call(
		(ended ? Object.create(context, ended) : context) as IAllExecuteFunctions,
		type,
		options,
		{ credentialsDecrypted: { id: '', name: type, type, data } },
	);
}

/** n8n's form of a request; it takes answers of every status and follows no redirects. */
function toOptions(call: HttpRequest, timeout: number, { signal }: Deadline): Options {
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
		// n8n gives it to a timer, without checking whether a timer can be that long.
		timeout: Math.min(timeout, LONGEST_TIMEOUT_MS),
		abortSignal: signal,
	} as Options;
}

function toBody({ body = '', headers }: HttpRequest): string | object {
	if (typeof body === 'string') return body;
	return 'open' in body ? toBlob(body, headers?.['content-type'] ?? '') : Buffer.from(body);
}

/** Whether the answer has the wanted type. */
function isSuccess(status: number): boolean {
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
			[value].flat().join(', '),
		]),
	);
}

/** The error of n8n's helper when no answer came. */
function toFailure(error: unknown): NetworkFailure {
	// n8n enforces a credential's 'Allowed Domains' by an error that has no code, only a text.
	const isBlocked =
		error instanceof Error && /domain.*not allowed|not allowed.*domain/i.test(error.message);
	if (isBlocked) return new NetworkFailure('blocked');
	// Where the cause is lost, the system's code is still there as n8n's status.
	const { httpCode: code } = error as { httpCode?: string };
	return toNetworkFailure({ code, cause: error });
}
