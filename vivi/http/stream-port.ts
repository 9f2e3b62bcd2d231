import type { HttpRequest } from './port';

export interface StreamResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/**
	 * The body in pieces, as they arrive. Rejects with a NetworkFailure when it breaks off or takes
	 * too long.
	 */
	chunks: AsyncIterable<Uint8Array>;
}

/**
 * The Http port for answers that arrive piece by piece; it resolves as soon as the headers are
 * there. Everything else is as in `Http`: an answer for every status, no redirects, `timeoutMs` from
 * the start to the last byte. Leaving the loop over `chunks` early closes the connection.
 */
export type StreamHttp = (request: HttpRequest) => Promise<StreamResponse>;
