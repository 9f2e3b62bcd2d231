import { parseServiceUrl } from '../address/service-url';
import { toApiError } from '../error-texts/api-error';
import type { ApiErrorContext } from '../error-texts/context';
import type { Labels } from '../error-texts/labels';
import { parseJson, type JsonValue } from '../http/json';
import { createLimiter, type Limiter } from '../http/limiter';
import {
	bodyText,
	NetworkFailure,
	type Http,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from '../http/port';
import type { RetryPolicy } from '../http/retry';
import { send, type Sent } from '../http/send';
import type { SharedPause } from '../http/shared-pause';
import { readTypedId } from '../input/record-id';
import { userHeader } from './headers';
import { KnownLists } from './known-lists';
import type { PageCache } from './page-cache';

export interface ClientOptions {
	/** Adds the Authorization header itself. */
	http: Http;
	now: Now;
	sleep: Sleep;
	/** From 0 (inclusive) to 1. */
	random: () => number;
	baseUrl: string;
	accountId: string;
	/** The workspace of a Workspace API key. */
	workspaceId?: string;
	keyType: 'account' | 'workspace';
	policy: RetryPolicy;
	/** Shared between clients of the same service; each has its own otherwise. */
	pause?: SharedPause;
	/** Shared between clients of the same service and credential; each has its own otherwise. */
	limiter?: Limiter;
	timeoutMs: number;
	/** Whether a 401 came although the token is new; unknown unless given. */
	hasTriedFreshToken?: () => boolean;
	/**
	 * Facts about how the service pages its lists. Shared between the clients of a process, so that
	 * each fact is found out only once; each client has its own otherwise.
	 */
	lists?: KnownLists;
	/** The real addresses of operations, as `readAddressMap` takes them; none unless given. */
	addressMap?: unknown;
	/** Sends requests without the key to other hosts, such as a storage of VIVI's; not possible unless given. */
	elsewhere?: Http;
	/** The user on whose behalf records are created; account keys only. */
	userId?: string;
	labels?: Labels;
}

/** A request of the client; the connection adds what all requests share. */
export interface Call extends Pick<HttpRequest, 'method' | 'url' | 'body' | 'responseType'> {
	/** Given where the method alone would say too much. */
	idempotent?: boolean;
	headers?: Record<string, string>;
}

/** The parts that all calls to one service with one key share. */
export interface Connection {
	readonly base: URL;
	readonly accountId: string;
	/** The one workspace of a Workspace API key. */
	readonly workspaceId: string | undefined;
	readonly keyType: 'account' | 'workspace';
	/** The headers of every request. */
	readonly headers: Readonly<Record<string, string>>;
	/** The facts that the errors of all calls share. */
	readonly errors: Pick<ApiErrorContext, 'keyType' | 'labels'>;
	readonly lists: KnownLists;
	/** Sends a request without the key, again where that does no harm. @throws NetworkFailure without an answer */
	readonly elsewhere:
		((request: Omit<HttpRequest, 'timeoutMs'>) => Promise<HttpResponse>) | undefined;
	atOnce(): number;
	/**
	 * Sends a request.
	 * @param isSuccess which answers besides those of 2xx are not an error
	 * @throws ViviApiError for all other answers, and for a missing one
	 */
	call(
		request: Call,
		context: ApiErrorContext,
		isSuccess?: (sent: Sent) => boolean,
	): Promise<HttpResponse>;
}

/** @throws ViviInputError when an option cannot be used */
export function connect(options: ClientOptions): Connection {
	const { http, now, sleep, random, policy, timeoutMs, keyType, labels } = options;
	const base = parseServiceUrl(options.baseUrl, 'baseUrl', 'Base URL');
	const pause = options.pause ?? { until: 0 };
	const limiter = options.limiter ?? createLimiter({ now, sleep });
	const accountId = readTypedId(options.accountId, 'accountId');
	const workspaceId =
		keyType === 'workspace' ? readTypedId(options.workspaceId, 'workspaceId') : '';
	const headers = { accept: 'application/json', ...userHeader(options.userId, keyType) };
	const sending = {
		...{ http: limiter.watch(http), slots: limiter.slots },
		...{ now, sleep, random, policy, pause },
	};
	return {
		...{ base, accountId, keyType, headers, atOnce: limiter.atOnce },
		workspaceId: workspaceId === '' ? undefined : workspaceId,
		errors: { keyType, ...(labels && { labels }) },
		lists: options.lists ?? new KnownLists(),
		elsewhere:
			options.elsewhere &&
			(async (request) => {
				const unlimited = { http: options.elsewhere!, now, sleep, random, policy };
				return (await send({ ...request, timeoutMs }, unlimited)).response;
			}),
		async call({ idempotent, ...request }, context, isSuccess = () => false) {
			const whole = { ...request, headers: { ...headers, ...request.headers }, timeoutMs };
			let sent: Sent;
			try {
				sent = await send(whole, { ...sending, ...(idempotent !== undefined && { idempotent }) });
			} catch (error) {
				throw error instanceof NetworkFailure ? toApiError(error, context) : error;
			}
			const { status } = sent.response;
			if ((status >= 200 && status < 300) || isSuccess(sent)) return sent.response;
			const triedFreshToken = status === 401 && options.hasTriedFreshToken?.() === true;
			throw toApiError(sent.response, { ...context, now: now(), triedFreshToken });
		},
	};
}

/** Whether an earlier try, whose answer got lost, has already deleted the record. */
export function isDeletedAlready({ response, mayHaveHappened }: Sent): boolean {
	return response.status === 404 && mayHaveHappened;
}

/** Gets a page of a list, and reads it. */
export async function fetchPage(
	{ call }: Connection,
	request: Call,
	context: ApiErrorContext,
	{ headers = {}, cache }: { headers?: Record<string, string>; cache?: PageCache | undefined },
): Promise<{ headers: Record<string, string>; body: JsonValue }> {
	const response = await call({ ...request, headers: { ...request.headers, ...headers } }, context);
	const text = response.status === 204 ? 'null' : bodyText(response);
	// Pages that are asked for by POST may share one address.
	const key = `${request.url} ${String(request.body ?? '')}`;
	const body = cache ? cache.parse(key, text) : parseJson(text);
	if (body === undefined) throw toApiError(response, context);
	return { headers: response.headers, body };
}
