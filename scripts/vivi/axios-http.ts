import axios from 'axios';

import { largestAnswer, transferMs } from '../../vivi/http/limits';
import { toNetworkFailure } from '../../vivi/http/network-failure';
import type { Http } from '../../vivi/http/port';

/** The Http port over axios, for scripts and the contract tests. */
export const axiosHttp: Http = async (call) => {
	try {
		const response = await axios.request<string | Buffer>({
			method: call.method,
			url: call.url,
			headers: { ...call.headers },
			data: typeof call.body === 'object' ? Buffer.from(call.body) : call.body,
			// axios' own `timeout` stops counting once the headers are in.
			signal: AbortSignal.timeout(call.timeoutMs + transferMs(call.body?.length ?? 0)),
			maxRedirects: 0,
			maxContentLength: largestAnswer(call),
			validateStatus: () => true,
			responseType: call.responseType === 'bytes' ? 'arraybuffer' : 'text',
			transformRequest: (data: unknown) => data,
			transformResponse: (data: unknown) => data,
		});
		return {
			status: response.status,
			headers: Object.fromEntries(
				Object.entries(response.headers).map(([name, value]) => [
					name.toLowerCase(),
					Array.isArray(value) ? value.join(', ') : String(value),
				]),
			),
			body: response.data ?? '',
		};
	} catch (error) {
		throw toNetworkFailure(timedOut(error) ? { code: 'ETIMEDOUT' } : error);
	}
};

function timedOut(error: unknown): boolean {
	return axios.isCancel(error);
}
