/**
 * The one way in which the core talks HTTP. Each shell hands in an adapter (n8n's request helpers,
 * Zapier's `z.request`, axios); `test/contract/http-contract.ts` says what every adapter must do.
 */
export type HttpMethod = (typeof HTTP_METHODS)[number];

export const HTTP_METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;

export interface HttpRequest {
	method: HttpMethod;
	/** Absolute and complete: the core encodes the path and the query, adapters send it untouched. */
	url: string;
	headers?: Record<string, string>;
	/** Sent as it is; the core serialises JSON and multipart itself and sets the content type. */
	body?: string | Uint8Array;
	/**
	 * From the start until the whole answer is read, in milliseconds, however the bytes trickle in. Large
	 * bodies may take as much longer as `transferMs` allows, where the host gives the time.
	 */
	timeoutMs: number;
	/** How the answer's body is handed over; `text` (UTF-8) unless said otherwise. */
	responseType?: 'text' | 'bytes';
}

export interface HttpResponse {
	status: number;
	/** Names in lower case; a header sent several times is joined with `, `. */
	headers: Record<string, string>;
	/** `string` for `responseType: 'text'`, `Uint8Array` for `'bytes'`; empty when there was no body. */
	body: string | Uint8Array;
}

/**
 * Answers for every HTTP status, 3xx included: redirects are never followed, so that neither a
 * secret nor a Bearer can reach another host. Rejects with a {@link NetworkFailure} when no whole
 * answer came.
 */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** Waits; resolves after that many milliseconds. Handed in, because the core has no timers. */
export type Sleep = (ms: number) => Promise<void>;

/** Milliseconds since the epoch. Handed in, because the core reads no clock. */
export type Now = () => number;

export type NetworkFailureKind =
	| 'dns'
	| 'refused'
	| 'reset'
	| 'timeout'
	| 'tls'
	| 'aborted'
	| 'blocked'
	/** The address is none on the internet, and the host lets nobody into its own network. */
	| 'private'
	/** The answer is longer than `largestAnswer` allows, as when little gzip unpacks to very much. */
	| 'oversized'
	| 'network';

/** No whole answer came. Says only the kind: addresses and system messages may hold what must not leak. */
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
