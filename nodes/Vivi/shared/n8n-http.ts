import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { toNetworkFailure } from '../../../vivi/http/network-failure';
import { NetworkFailure, type Http, type HttpRequest } from '../../../vivi/http/port';
import { CredentialError } from './credential-error';

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
			const refused = refusedAnswer(error);
			if (refused && refreshOn401) return { ...refused, body: emptyOr(refused.body, call) };
			throw error instanceof CredentialError ? error : toFailure(error);
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

/**
 * The 401 that n8n threw. Its answer is the cause, but until 2.33 n8n's errors lose theirs (n8n-workflow
 * 2.33.2, dist/cjs/errors/abstract/execution-base.error.js) and nothing but the status is left.
 */
function refusedAnswer(error: unknown) {
	const { httpCode, cause } = error as {
		httpCode?: string;
		cause?: { response?: { headers?: IDataObject; data?: unknown } };
	};
	// Any other status comes with an answer that broke off; it is none.
	if (httpCode !== '401') return undefined;
	const { headers = {}, data } = cause?.response ?? {};
	return { status: 401, headers: lowerCase(headers), body: data };
}

/** What n8n's helper threw when no answer came. */
export function toFailure(error: unknown): NetworkFailure {
	if (isBlockedDomain(error)) return new NetworkFailure('blocked');
	// Where the cause is lost, the system's code is still there, as what n8n takes for the status.
	const { httpCode: code } = error as { httpCode?: string };
	return toNetworkFailure({ code, cause: error });
}

/** n8n enforces a credential's 'Allowed Domains' by an error that has no code, only a text. */
function isBlockedDomain(error: unknown): boolean {
	return error instanceof Error && /domain.*not allowed|not allowed.*domain/i.test(error.message);
}
