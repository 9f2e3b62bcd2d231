import type { HttpRequest } from './port';

export interface StreamResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The body as it arrives. Rejects with a NetworkFailure when it breaks off or the time is up. */
	chunks: AsyncIterable<Uint8Array>;
}

/**
 * The Http port for answers that arrive bit by bit: resolves as soon as the headers are there. All
 * else is as in `Http`: an answer for every status, no redirects, `timeoutMs` from the start to the
 * last byte. Leaving the loop over `chunks` early closes the connection.
 */
export type StreamHttp = (request: HttpRequest) => Promise<StreamResponse>;
