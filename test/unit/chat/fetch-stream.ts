import { toNetworkFailure } from '../../../vivi/http/network-failure';
import type { StreamHttp } from '../../../vivi/chat/stream-port';

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
		for await (const chunk of body ?? []) yield chunk as Uint8Array;
	} catch (error) {
		throw toNetworkFailure(error);
	}
}
