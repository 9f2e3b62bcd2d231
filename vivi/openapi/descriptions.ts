import { descriptionUrl } from '../catalogue/api-operation';
import { RecentlyUsed } from '../client/recently-used';
import type { Labels } from '../error-texts/labels';
import { parseServiceUrl } from '../address/service-url';
import { NetworkFailure, type Http, type HttpResponse, type Now } from '../http/port';
import { trimmed } from '../text/trimmed';
import type { ApiDescription } from './described';
import {
	noDescription,
	notGiven,
	redirectedDescription,
	refusedDescription,
} from './document-errors';
import { documentText } from './document-text';
import { readDocument } from './read-document';

/** The facts and ports for reading a description once. */
export interface DescriptionRequest {
	/** As a person has typed it. */
	url: unknown;
	/** Requests without any key. */
	http: Http;
	/** Requests with the connection's token; used below its Base URL only. */
	authorised: Http;
	baseUrl: string;
	/** The owner of the token: a description that one owner may read is not shown to another. */
	owner: string;
	timeoutMs: number;
	/** The shell's words, for the texts of errors. */
	labels?: Labels;
}

/** Reads descriptions, and keeps some so that the next reading does not load them again. */
export interface Descriptions {
	/** @throws ViviInputError naming the field with the address, when the description cannot be read */
	read(request: DescriptionRequest): Promise<ApiDescription>;
}

interface Kept {
	description: ApiDescription;
	/** For `If-None-Match`. */
	etag: string | undefined;
	readAt: number;
}

/** An editor asks several times in a row. */
const FRESH_MS = 30_000;
/** In bytes, nearly; a document with a thousand operations takes 1.5 MB. */
const LARGEST_KEPT = 2 * 1024 * 1024;
const MOST_KEPT = 8 * 1024 * 1024;

/** Keeps the descriptions that were read last in the memory of the process. */
export function keptDescriptions(now: Now): Descriptions {
	const kept = new RecentlyUsed<Kept>(MOST_KEPT);
	const underWay = new Map<string, Promise<ApiDescription>>();

	async function load(key: string, url: URL, request: DescriptionRequest): Promise<ApiDescription> {
		const known = kept.get(key);
		if (known && now() - known.readAt < FRESH_MS) return known.description;
		const response = await fetchDocument(url, request, known?.etag);
		if (known && response.status === 304) {
			keep(key, { ...known, readAt: now() });
			return known.description;
		}
		if (response.status !== 200) throw refusedDescription(response.status);
		const description = readDocument(documentText(response.body), url);
		const { etag } = response.headers;
		keep(key, { description, etag, readAt: now() });
		return description;
	}

	function keep(key: string, entry: Kept): void {
		const size = JSON.stringify(entry.description).length;
		if (size <= LARGEST_KEPT) kept.set(key, entry, size);
	}

	return {
		async read(request) {
			const url = addressOf(request);
			const key = JSON.stringify([url.href, isOwn(url, request) ? request.owner : '']);
			const running = underWay.get(key);
			if (running) return await running;
			const loading = load(key, url, request).finally(() => underWay.delete(key));
			underWay.set(key, loading);
			return await loading;
		},
	};
}

function addressOf({ url, labels }: DescriptionRequest): URL {
	const text = typeof url === 'string' ? trimmed(url) : '';
	if (text === '') throw notGiven(labels);
	return parseServiceUrl(text, descriptionUrl.name, descriptionUrl.label);
}

/** The token goes only to the connection's own service. */
function isOwn(url: URL, { baseUrl }: DescriptionRequest): boolean {
	return URL.canParse(baseUrl) && url.origin === new URL(baseUrl).origin;
}

async function fetchDocument(
	url: URL,
	request: DescriptionRequest,
	etag: string | undefined,
): Promise<HttpResponse> {
	const { http, authorised, timeoutMs } = request;
	const send = isOwn(url, request) ? authorised : http;
	let response: HttpResponse;
	try {
		response = await send({
			method: 'GET',
			url: url.href,
			// It may be UTF-16.
			responseType: 'bytes',
			headers: {
				accept: 'application/json, application/vnd.oai.openapi+json;q=0.9, */*;q=0.5',
				...(etag !== undefined && { 'if-none-match': etag }),
			},
			timeoutMs,
		});
	} catch (error) {
		throw error instanceof NetworkFailure ? noDescription(error.kind) : error;
	}
	const { status, headers } = response;
	if (status >= 300 && status < 400 && status !== 304) {
		throw redirectedDescription(headers['location'], url);
	}
	return response;
}
