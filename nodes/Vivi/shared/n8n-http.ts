import type { Http } from '../../../vivi/http/port';
import { isSuccess, n8nStream, type HelperCall, type RequestSettings } from './n8n-stream';

/** The Http port over one of n8n's request helpers: a whole answer, unless a stream is wanted. */
export function n8nHttp(request: HelperCall, settings: RequestSettings = {}): Http {
	const open = n8nStream(request, settings);
	return async (call) => {
		const { status, headers, chunks } = await open(call);
		if (call.responseType === 'stream' && isSuccess(status)) {
			return { status, headers, body: '', chunks };
		}
		const parts: Uint8Array[] = [];
		for await (const chunk of chunks) parts.push(chunk);
		const whole = Buffer.concat(parts);
		return {
			status,
			headers,
			body: call.responseType === 'bytes' ? whole : whole.toString('utf8'),
		};
	};
}
