import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure, type Http, type HttpRequest } from '../../../vivi/http/port';
import { exchangeErrorIn } from './credential-exchange-error';

type Request = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/**
 * The Http port over one of n8n's request helpers.
 * @param request calls the helper with full responses
 * @param refreshOn401 leave 401 to n8n, which then renews the token and sends the request once more
 */
export function n8nHttp(request: Request, { refreshOn401 = false } = {}): Http {
	return async (call) => {
		try {
			return read(await request(toOptions(call, refreshOn401)), call);
		} catch (error) {
			const exchange = exchangeErrorIn(error);
			if (exchange) throw exchange;
			const refused = refusedAnswer(error);
			if (refused && refreshOn401) return { ...refused, body: emptyOr(refused.body, call) };
			throw toFailure(error);
		}
	};
}

/** n8n's form of a request; answers of every status, but redirects are not followed. */
export function toOptions(call: HttpRequest, refreshOn401: boolean): IHttpRequestOptions {
	return {
		// n8n's type leaves HEAD to axios; every method of the port is one of axios'.
		method: call.method as IHttpRequestOptions['method'] & string,
		url: call.url,
		headers: { ...call.headers },
		...(call.body !== undefined && {
			body: typeof call.body === 'string' ? call.body : Buffer.from(call.body),
		}),
		timeout: call.timeoutMs,
		encoding: call.responseType === 'bytes' ? 'arraybuffer' : 'text',
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: refreshOn401 ? { ignore: true, except: [401] } : true,
	} as IHttpRequestOptions;
}

function read(response: IN8nHttpFullResponse, call: HttpRequest) {
	return {
		status: response.statusCode,
		headers: lowerCase(response.headers),
		body: emptyOr(response.body, call),
	};
}

function emptyOr(body: unknown, call: HttpRequest): string | Uint8Array {
	if (call.responseType === 'bytes') {
		return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
	}
	if (typeof body === 'string') return body;
	if (Buffer.isBuffer(body)) return body.toString('utf8');
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

/** Names in lower case; a header sent several times is joined. */
export function lowerCase(headers: IDataObject): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => [
			name.toLowerCase(),
			Array.isArray(value) ? value.join(', ') : String(value),
		]),
	);
}

/** The 401 inside a NodeApiError, which n8n keeps as its cause. */
function refusedAnswer(error: unknown) {
	const response = (error as { cause?: { response?: Record<string, unknown> } }).cause?.response;
	// Any other status comes with an answer that broke off; it is none.
	if (response?.['status'] !== 401) return undefined;
	return {
		status: response['status'],
		headers: lowerCase((response['headers'] ?? {}) as IDataObject),
		body: response['data'],
	};
}

/** What n8n's helper threw when no answer came. */
export function toFailure(error: unknown): NetworkFailure {
	return isBlockedDomain(error) ? new NetworkFailure('blocked') : toNetworkFailure(error);
}

/** n8n enforces a credential's 'Allowed Domains' by an error that has no code, only a text. */
function isBlockedDomain(error: unknown): boolean {
	return error instanceof Error && /domain.*not allowed|not allowed.*domain/i.test(error.message);
}
