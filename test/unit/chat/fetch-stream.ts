import { toNetworkFailure } from '../../../vivi/http/network-failure';
import type { StreamHttp } from '../../../vivi/http/stream-port';
import { largestAnswer } from '../../../vivi/http/limits';
import { NetworkFailure } from '../../../vivi/http/port';

/** The port for streams over Node's own fetch. */
export const fetchStream: StreamHttp = async ({ url, method, headers, body, timeoutMs }) => {
	try {
		const response = await fetch(url, {
			method,
			redirect: 'manual',
			signal: AbortSignal.timeout(timeoutMs),
			...(headers ? { headers } : {}),
			...(body === undefined ? {} : { body: body as string }),
		});
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			chunks: readable(response),
		};
	} catch (error) {
		throw toNetworkFailure(error);
	}
};

async function* readable({ body }: Response): AsyncGenerator<Uint8Array> {
	try {
		let size = 0;
		for await (const chunk of body ?? []) {
			size += (chunk as Uint8Array).length;
			if (size > largestAnswer({ responseType: 'text' })) throw new NetworkFailure('oversized');
			yield chunk as Uint8Array;
		}
	} catch (error) {
		throw toNetworkFailure(error);
	}
}
