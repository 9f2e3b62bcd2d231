import { addressed, type Addressed } from './addressed';
import { readAddressMap } from './read-address-map';
import { resourcesInPath, usesOwnWorkspace } from '../catalogue/form';
import type { Endpoint, Resource } from '../catalogue/types';
import { ViviInputError } from '../errors';
import { isHtml } from '../http/web-page';
import { saysFailed } from '../error-texts/failed-answer';
import { toApiError } from '../error-texts/api-error';
import type { ApiErrorContext } from '../error-texts/context';
import type { Labels } from '../error-texts/labels';
import { isJsonObject, parseJson, writeJson, type JsonObject, type JsonValue } from '../http/json';
import {
	bodyText,
	NetworkFailure,
	type Http,
	type HttpMethod,
	type HttpRequest,
	type HttpResponse,
	type Now,
	type Sleep,
} from '../http/port';
import { createLimiter, type Limiter } from '../http/limiter';
import type { RetryPolicy } from '../http/retry';
import { send, type Sent } from '../http/send';
import { parseServiceUrl } from '../address/service-url';
import type { SharedPause } from '../http/shared-pause';
import { readTypedId } from '../input/record-id';
import { typedHeaders, userHeader } from './headers';
import { multipart, type EncodedBody, type UploadFile } from './multipart';
import { KnownLists } from './known-lists';
import type { ListEnd } from './list-reading';
import { readPage, type Page } from './page';
import type { PageCache } from './page-cache';
import { listPages, PAGE_SIZE } from './paging';
import { fillPath, freePath } from '../address/path';
import { onlyRecord, readId, readRecord, type ListShape } from './read-list';
import { apiUrl, type Query } from '../address/url';

export interface ClientOptions {
	/** Attaches the Authorization itself. */
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
	/** To share between clients of the same service; each has its own otherwise. */
	pause?: SharedPause;
	/** To share between clients of the same service and credential; each has its own otherwise. */
	limiter?: Limiter;
	timeoutMs: number;
	/** Whether a 401 came although the token was issued a moment ago; unknown unless given. */
	hasTriedFreshToken?: () => boolean;
	/**
	 * What is known about how the service pages its lists. To share between the clients of a process, so
	 * that it has to be found out once; each has its own otherwise.
	 */
	lists?: KnownLists;
	/** Where operations really are, as `readAddressMap` takes it; none unless given. */
	addressMap?: unknown;
	/** On whose behalf records are created; account keys only. */
	userId?: string;
	labels?: Labels;
}

export interface OperationInput {
	/** What stands in the path, by the catalogue's names; the account is known already. */
	ids: Record<string, string>;
	query?: Record<string, JsonValue | undefined>;
}

export interface ListInput extends OperationInput {
	/** How many records are wanted; all, unless said otherwise. */
	limit?: number;
	/** For lists that are read time and again. */
	cache?: PageCache;
	/** Requests after which the list counts as having no end. */
	maxRequests?: number;
	/** Asks for the end even where earlier readings tell that it is there. */
	doubt?: boolean;
	/** Called when the list was read as far as it goes, with what is known about its end. */
	onEnd?: (end: ListEnd) => void;
}

export interface RunInput extends OperationInput {
	body?: JsonObject;
	file?: UploadFile;
}

export interface FreeRequest {
	method: HttpMethod;
	/** Below the base URL; may have a query. */
	path: string;
	query?: Record<string, JsonValue | undefined>;
	headers?: Record<string, string>;
	/** Text is sent as it is, anything else as JSON. */
	body?: JsonValue;
	/** `auto` reads JSON where it is JSON; unless said otherwise. */
	responseType?: 'auto' | 'text' | 'bytes';
}

export interface FreeResponse {
	status: number;
	headers: Record<string, string>;
	body: JsonValue | Uint8Array;
}

/** A request that the person's own API description tells how to make. */
export interface DescribedRequest {
	method: HttpMethod;
	/** Below the base URL, without braces. */
	path: string;
	query: Query;
	headers: Readonly<Record<string, string>>;
	body?: EncodedBody;
	/** What it is called in error texts. */
	group: string;
	label: string;
}

export interface Client {
	/**
	 * Names whose records these are: Base URL, account and, with a Workspace API key, workspace. What was
	 * learnt of one owner's records says nothing about another's. Holds no secret.
	 */
	readonly owner: string;
	/** The one workspace that a Workspace API key reaches; undefined with an account key. */
	readonly workspaceId: string | undefined;
	/** The account of the key. */
	readonly accountId: string;
	/** How many requests VIVI takes at once at the moment, as far as it is known. */
	atOnce(): number;
	/** Records of a `list` operation, a page at a time. */
	list(resource: Resource, operation: Endpoint, input: ListInput): AsyncGenerator<JsonObject[]>;
	/** A single page of a `list` operation; `after` is the `next` of the page before. */
	page(
		resource: Resource,
		operation: Endpoint,
		input: OperationInput & { after?: string },
	): Promise<Page>;
	/** Any other operation; what it answers with depends on its kind. */
	run(resource: Resource, operation: Endpoint, input: RunInput): Promise<JsonObject>;
	/** The 'API Request' operation: any method and path below the base URL. */
	request(request: FreeRequest): Promise<FreeResponse>;
	/** An operation of the person's API description; its answer as it came, in bytes. */
	call(request: DescribedRequest): Promise<HttpResponse>;
	/** The records of the list whose first page is that answer, a page at a time. */
	listFrom(
		request: DescribedRequest,
		first: Pick<HttpResponse, 'headers'> & { body: JsonValue },
		input: Pick<ListInput, 'limit' | 'onEnd'> & { shape: ListShape },
	): AsyncGenerator<JsonObject[]>;
}

/**
 * Carries out catalogue operations over an {@link Http} port.
 * @throws ViviInputError when an option cannot be used
 */
export function createClient(options: ClientOptions): Client {
	const { http, now, sleep, random, policy, timeoutMs, keyType } = options;
	const base = parseServiceUrl(options.baseUrl, 'baseUrl', 'Base URL');
	const pause = options.pause ?? { until: 0 };
	const lists = options.lists ?? new KnownLists();
	const limiter = options.limiter ?? createLimiter({ now, sleep });
	const sending = {
		http: limiter.watch(http),
		slots: limiter.slots,
		now,
		sleep,
		random,
		policy,
		pause,
	};
	const addresses = readAddressMap(options.addressMap);
	const accountId = readTypedId(options.accountId, 'accountId');
	const ownId = keyType === 'workspace' ? readTypedId(options.workspaceId, 'workspaceId') : '';
	const workspaceId = ownId === '' ? undefined : ownId;
	/** What is the same for the errors of all requests. */
	const own = { keyType, ...(options.labels && { labels: options.labels }) };
	const standard: Record<string, string> = {
		accept: 'application/json',
		...userHeader(options.userId, keyType),
	};

	/** Sends; answers of 2xx only, everything else as a ViviApiError. */
	async function call(
		{
			idempotent,
			...request
		}: Pick<HttpRequest, 'method' | 'url' | 'body' | 'responseType'> & { idempotent?: boolean },
		context: ApiErrorContext,
		headers: Record<string, string> = {},
		isSuccess: (sent: Sent) => boolean = () => false,
	): Promise<HttpResponse> {
		const whole = { ...request, headers: { ...standard, ...headers }, timeoutMs };
		let sent: Sent;
		try {
			sent = await send(whole, { ...sending, ...(idempotent === false && { idempotent }) });
		} catch (error) {
			throw error instanceof NetworkFailure ? toApiError(error, context) : error;
		}
		const { status } = sent.response;
		if ((status >= 200 && status < 300) || isSuccess(sent)) return sent.response;
		const triedFreshToken = status === 401 && options.hasTriedFreshToken?.() === true;
		throw toApiError(sent.response, { ...context, now: now(), triedFreshToken });
	}

	/** The operation at its real address, with the IDs that were given or are known. */
	function locate(resource: Resource, operation: Endpoint, { ids, query }: OperationInput) {
		const known: Record<string, string> = { accountId };
		const mayBeLeftOut = usesOwnWorkspace(resource, operation);
		if (mayBeLeftOut && workspaceId !== undefined) known.workspaceId = workspaceId;
		const all = { ...known, ...filledIn(ids) };
		const at = addressed(resource, operation, addresses);
		const placed = at.place(all);
		const path = fillPath(at.operation.path, all);
		return { at, placed, url: apiUrl(base, path, { ...query, ...placed.query }) };
	}

	function contextOf(
		resource: Resource,
		operation: Endpoint,
		{ ids }: OperationInput,
	): ApiErrorContext {
		const { label, source, method, roles, action } = operation;
		const known = { workspaceId, ...filledIn(ids) } as Record<string, unknown>;
		const records = resourcesInPath(operation)
			.map(({ idField, label: name }) => ({ label: name, id: String(known[idField] ?? '') }))
			.filter(({ id }) => id !== '');
		return {
			operation: { label, resourceLabel: resource.label, source, method, action },
			records,
			...own,
			roles,
		};
	}

	async function* list(
		resource: Resource,
		operation: Endpoint,
		input: ListInput,
	): AsyncGenerator<JsonObject[]> {
		const { limit, cache, maxRequests, doubt, onEnd } = input;
		const query: Query = { limit: Math.min(limit ?? PAGE_SIZE, PAGE_SIZE), ...input.query };
		const { at, placed, url } = locate(resource, operation, { ids: input.ids, query });
		const context = contextOf(resource, at.operation, input);
		const pages = listPages({
			...{ base, url, context },
			facts: factsOf(at.operation),
			shape: at.shape,
			...(limit === undefined ? {} : { limit }),
			...(maxRequests !== undefined && { maxRequests }),
			...(doubt !== undefined && { doubt }),
			...(onEnd && { onEnd }),
			fetchPage: (page) => fetchPage(at.url(page), context, cache, placed.headers),
		});
		for await (const records of pages) yield records.map(at.record);
	}

	/** The lists of an operation are paged in the same way, wherever they are. */
	function factsOf({ path }: Endpoint) {
		return lists.of(`${base.href} ${options.accountId} ${path}`);
	}

	async function page(
		resource: Resource,
		operation: Endpoint,
		input: OperationInput & { after?: string },
	): Promise<Page> {
		const { ids, query, after } = input;
		const whole = { ids, query: { limit: PAGE_SIZE, ...query } };
		const { at, placed, url } = locate(resource, operation, whole);
		const context = contextOf(resource, at.operation, input);
		const found = await readPage({
			...{ base, url, context },
			facts: factsOf(at.operation),
			shape: at.shape,
			...(after !== undefined && { after }),
			fetchPage: (page) => fetchPage(at.url(page), context, undefined, placed.headers),
		});
		return { ...found, records: found.records.map(at.record) };
	}

	async function fetchPage(
		url: string,
		context: ApiErrorContext,
		cache?: PageCache,
		headers?: Record<string, string>,
	) {
		const response = await call({ method: 'GET', url }, context, headers);
		const text = response.status === 204 ? 'null' : bodyText(response);
		const body = cache ? cache.parse(url, text) : parseJson(text);
		if (body === undefined) throw toApiError(response, context);
		return { headers: response.headers, body };
	}

	async function run(
		resource: Resource,
		operation: Endpoint,
		input: RunInput,
	): Promise<JsonObject> {
		const { at, placed, url } = locate(resource, operation, input);
		const context = contextOf(resource, at.operation, input);
		const { kind, method } = at.operation;
		const { body, headers } = payload(at, { ...input, placed: placed.body });

		const response = await call(
			{
				...{ method, url: at.url(url) },
				...(body === undefined ? {} : { body }),
				// Sent to another address, a creation may be a PUT; twice it would be two records.
				...(['create', 'action', 'upload'].includes(kind) && { idempotent: false }),
			},
			context,
			{ ...headers, ...placed.headers },
			// An earlier try deleted it, but its answer got lost.
			({ response: { status }, mayHaveHappened }) =>
				kind === 'delete' && status === 404 && mayHaveHappened,
		);
		if (kind === 'delete' && response.status === 404) return { deleted: true };

		const answer = parseJson(bodyText(response));
		const shape = { ...at.shape, name: resource.name };
		const refused = isJsonObject(answer) && saysFailed(answer) && !readId(answer, shape);
		if (refused || (answer === undefined && isHtml(response))) throw toApiError(response, context);
		if (kind === 'delete') return { deleted: true };

		const empty = answer === null || bodyText(response).trim() === '';
		if (kind === 'action' || kind === 'upload') {
			if (empty || answer === undefined) return { success: true };
			if (kind === 'action') return isJsonObject(answer) ? answer : { data: answer };
		}
		if (empty && kind !== 'get') return { success: true };
		const record = onlyRecord(answer);
		if (!record) throw toApiError(response, context);
		return at.record(readRecord(record, shape));
	}

	async function request(input: FreeRequest): Promise<FreeResponse> {
		const { method, query, body, responseType = 'auto' } = input;
		const headers = typedHeaders(input.headers ?? {}, keyType, standard['x-user-id']);
		const url = apiUrl(base, freePath(input.path, { accountId, workspaceId }), query);
		const hasBody = body !== undefined && body !== '';
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const isText = typeof body === 'string' && parseJson(body) === undefined;
		const type = isText ? 'text/plain; charset=utf-8' : 'application/json';

		const response = await call(
			{
				method,
				url,
				responseType: responseType === 'bytes' ? 'bytes' : 'text',
				...(hasBody ? { body: text } : {}),
			},
			{ method, ...own },
			{
				...(responseType === 'auto' ? {} : { accept: '*/*' }),
				...(hasBody ? { 'content-type': type } : {}),
				...headers,
			},
		);
		return { status: response.status, headers: response.headers, body: readFree(response, input) };
	}

	function described({ method, path, query, headers, group, label }: DescribedRequest) {
		const operation = { label, resourceLabel: group, source: 'described', method } as const;
		return {
			url: apiUrl(base, freePath(path), query),
			context: { operation, keyType },
			headers: { accept: '*/*', ...typedHeaders(headers, keyType, standard['x-user-id']) },
		};
	}

	async function callDescribed(request: DescribedRequest): Promise<HttpResponse> {
		const { method, body: encoded } = request;
		const { url, context, headers } = described(request);
		return await call(
			{ method, url, responseType: 'bytes', ...(encoded && { body: encoded.body }) },
			context,
			{ ...(encoded && { 'content-type': encoded.contentType }), ...headers },
			// An earlier try deleted it, but its answer got lost.
			({ response: { status }, mayHaveHappened }) =>
				method === 'DELETE' && status === 404 && mayHaveHappened,
		);
	}

	function listFrom(
		request: DescribedRequest,
		first: Pick<HttpResponse, 'headers'> & { body: JsonValue },
		{ shape, limit, onEnd }: Pick<ListInput, 'limit' | 'onEnd'> & { shape: ListShape },
	): AsyncGenerator<JsonObject[]> {
		const { url: firstUrl, context, headers } = described(request);
		return listPages({
			base,
			facts: lists.of(`${base.href} ${accountId} described ${request.path}`),
			url: firstUrl,
			shape,
			context,
			...(limit !== undefined && { limit }),
			...(onEnd && { onEnd }),
			fetchPage: async (url) =>
				url === firstUrl ? first : await fetchPage(url, context, undefined, headers),
		});
	}

	const owner = JSON.stringify([
		base.origin + base.pathname.replace(/\/+$/, ''),
		accountId,
		...(workspaceId === undefined ? [] : [workspaceId]),
	]);
	return {
		...{ owner, accountId, workspaceId, atOnce: limiter.atOnce },
		...{ list, page, run, request, call: callDescribed, listFrom },
	};
}

/** What goes into the body, and the headers that describe it. */
function payload(
	{ operation, body: named, fileField }: Addressed,
	{ body, file, placed }: Pick<RunInput, 'body' | 'file'> & { placed: JsonObject },
): { body?: string | Uint8Array; headers: Record<string, string> } {
	if (operation.kind === 'upload') {
		if (!file) {
			throw new ViviInputError({
				code: 'missing_file',
				field: operation.fields.find(({ type }) => type === 'file')?.name ?? 'file',
				message: 'There is no file to upload.',
				hint: 'Choose a file, or check that the earlier step delivers one.',
			});
		}
		const part = multipart(fileField, file);
		return { body: part.body, headers: { 'content-type': part.contentType } };
	}
	const isEmpty = body === undefined && Object.keys(placed).length === 0;
	if (operation.method === 'GET' || operation.method === 'DELETE' || isEmpty) {
		return { headers: {} };
	}
	const whole = { ...placed, ...named(body ?? {}) };
	return { body: writeJson(whole), headers: { 'content-type': 'application/json' } };
}

function readFree(response: HttpResponse, { responseType }: FreeRequest): FreeResponse['body'] {
	if (responseType === 'bytes') {
		return typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
	}
	const text = bodyText(response);
	const type = response.headers['content-type'] ?? '';
	// Without a content type it may be either; with another one the text is meant as it is.
	const mayBeJson = type === '' || /[/+]json\b/i.test(type);
	const json = responseType === 'text' || !mayBeJson ? undefined : parseJson(text);
	return json === undefined ? text : json;
}

/** Blank IDs count as not given, so that what the credential says takes their place. */
function filledIn(ids: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		// Values come from the shells' expressions, so the type promises more than it can keep.
		Object.entries(ids).filter(([, id]: [string, unknown]) =>
			typeof id === 'string' ? id.trim() !== '' : (id ?? undefined) !== undefined,
		),
	);
}
