/**
 * The one way in which the core talks HTTP. Each shell hands in an adapter (n8n's request helpers,
 * Zapier's `z.request`, axios); `test/contract/http-contract.ts` says what every adapter must do.
 */
export type HttpMethod = (typeof HTTP_METHODS)[number];

export const HTTP_METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;

export interface HttpRequest {
	method: HttpMethod;
	/** Absolute and complete: the core encodes path and query, and adapters send it unchanged. */
	url: string;
	headers?: Record<string, string>;
	/** Sent as it is; the core makes JSON and multipart bodies and sets the content type. */
	body?: RequestBody;
	/**
	 * From the start until the whole answer is read, in milliseconds, also when the bytes come slowly.
	 * Large bodies may take longer by `transferMs`, where the host allows it.
	 */
	timeoutMs: number;
	/**
	 * How the answer's body is handed over; `text` (UTF-8) unless said otherwise. With `stream` a success
	 * comes as `chunks`, or as bytes from a host that reads answers whole; anything else comes as text.
	 */
	responseType?: 'text' | 'bytes' | 'stream';
}

/** What is sent. A stream is opened anew for each try, and holds no more in memory than it has to. */
export type RequestBody = string | Uint8Array | ByteStream;

/** Bytes that are read piece by piece, as often as they are needed. */
export interface ByteStream {
	/** How many there are. */
	size: number;
	open(): AsyncIterable<Uint8Array>;
}

/** How many bytes a body has, or nearly as many. */
export function sizeOf(body: RequestBody | undefined): number {
	if (body === undefined) return 0;
	return typeof body === 'object' && 'open' in body ? body.size : body.length;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case; a header sent several times is joined with `, `. */
	headers: Record<string, string>;
	/** `string` for `responseType: 'text'`, `Uint8Array` for `'bytes'`; empty when there was no body. */
	body: string | Uint8Array;
	/** In the place of the body: as it arrives. Rejects with a {@link NetworkFailure} when it breaks off. */
	chunks?: AsyncIterable<Uint8Array>;
}

/**
 * Gives an answer for every HTTP status, also for 3xx: an adapter never follows redirects, so that
 * no secret and no Bearer token can reach another host. Rejects with a {@link NetworkFailure} when
 * no whole answer came.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Waits so many milliseconds. The shell hands it in, because the core has no timers. */
export type Sleep = (ms: number) => Promise<void>;

/** Milliseconds since the epoch. The shell hands it in, because the core reads no clock. */
export type Now = () => number;

export type NetworkFailureKind =
	| 'dns'
	| 'refused'
	| 'reset'
	| 'timeout'
	| 'tls'
	| 'aborted'
	| 'blocked'
	/** The address is not on the internet, and the host allows no access to its own network. */
	| 'private'
	/**
	 * The answer is longer than `largestAnswer` allows, for example because a small gzip file unpacks
	 * to very much.
	 */
	| 'oversized'
	| 'network';

/**
 * No whole answer came. Holds only the kind of failure: addresses and system messages may hold
 * secrets.
 */
export class NetworkFailure extends Error {
	constructor(readonly kind: NetworkFailureKind) {
		super(`No answer: ${kind}`);
		this.name = 'NetworkFailure';
	}
}

/** The text of a response; bytes are read as UTF-8. */
export function bodyText(response: HttpResponse): string {
	return typeof response.body === 'string'
		? response.body
		: Buffer.from(response.body).toString('utf8');
}
