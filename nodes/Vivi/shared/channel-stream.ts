import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { StreamHttp } from '../../../vivi/chat/stream-port';
import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure } from '../../../vivi/http/port';
import { lowerCase, toFailure, toOptions } from './n8n-http';

/** What n8n's helpers hand over for `encoding: 'stream'`: a readable of Node's. */
interface ByteStream extends AsyncIterable<Uint8Array | string> {
	destroy(error?: Error): void;
}

/**
 * The port for streams over one of n8n's request helpers.
 * @param request calls the helper with full responses
 */
export function n8nStream(
	request: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>,
): StreamHttp {
	return async (call) => {
		// n8n's own timeout ends with the headers.
		const deadline = AbortSignal.timeout(call.timeoutMs);
		try {
			const response = await request({ ...toOptions(call, false), encoding: 'stream' });
			return {
				status: response.statusCode,
				headers: lowerCase(response.headers),
				chunks: chunksOf(response.body as unknown as ByteStream, deadline),
			};
		} catch (error) {
			throw toFailure(error);
		}
	};
}

async function* chunksOf(body: ByteStream, deadline: AbortSignal): AsyncGenerator<Uint8Array> {
	const stop = () => body.destroy(new NetworkFailure('timeout'));
	if (deadline.aborted) stop();
	deadline.addEventListener('abort', stop, { once: true });
	try {
		for await (const chunk of body) {
			yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		}
	} catch (error) {
		throw toNetworkFailure(error);
	} finally {
		deadline.removeEventListener('abort', stop);
	}
}
