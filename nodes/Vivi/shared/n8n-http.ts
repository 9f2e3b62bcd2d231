import type { Http } from '../../../vivi/http/port';
import { n8nStream, type HelperCall, type RequestSettings } from './n8n-stream';

/** The Http port over one of n8n's request helpers: the whole of an answer that arrives bit by bit. */
export function n8nHttp(request: HelperCall, settings: RequestSettings = {}): Http {
	const open = n8nStream(request, settings);
	return async (call) => {
		const { status, headers, chunks } = await open(call);
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
