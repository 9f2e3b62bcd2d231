import { Readable } from 'node:stream';

import axios, { type AxiosResponse } from 'axios';

import { largestAnswer, transferMs } from '../../vivi/http/limits';
import { toNetworkFailure } from '../../vivi/http/network-failure';
import { sizeOf, type Http, type HttpRequest, type RequestBody } from '../../vivi/http/port';

/** The Http port over axios, for scripts and the contract tests. Streams are read whole, as bytes. */
export const axiosHttp: Http = async (call) => {
	const isText = (call.responseType ?? 'text') === 'text';
	try {
		const response = await axios.request<string | Buffer>({
			method: call.method,
			url: call.url,
			headers: {
				...(typeof call.body === 'object' && { 'content-length': String(sizeOf(call.body)) }),
				...call.headers,
			},
			data: toData(call.body),
			// axios' own `timeout` stops counting once the headers are in.
			signal: AbortSignal.timeout(call.timeoutMs + transferMs(sizeOf(call.body))),
			maxRedirects: 0,
			maxContentLength: largestAnswer(isText ? call : { responseType: 'bytes' }),
			validateStatus: () => true,
			responseType: isText ? 'text' : 'arraybuffer',
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
			body: readAs(call, response),
		};
	} catch (error) {
		throw toNetworkFailure(timedOut(error) ? { code: 'ETIMEDOUT' } : error);
	}
};

function toData(body: RequestBody | undefined): string | Buffer | Readable | undefined {
	if (typeof body !== 'object') return body;
	return 'open' in body ? Readable.from(body.open(), { objectMode: false }) : Buffer.from(body);
}

function readAs({ responseType }: HttpRequest, { status, data }: AxiosResponse<string | Buffer>) {
	const isRefusal = responseType === 'stream' && (status < 200 || status >= 300);
	return isRefusal ? Buffer.from(data ?? '').toString('utf8') : (data ?? '');
}

function timedOut(error: unknown): boolean {
	return axios.isCancel(error);
}
