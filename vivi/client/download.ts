import { isLoopback } from '../address/service-url';
import { isBelow } from '../address/path';
import type { Endpoint, Resource } from '../catalogue/types';
import { toApiError } from '../error-texts/api-error';
import type { ApiErrorContext } from '../error-texts/context';
import { ViviApiError } from '../errors';
import { answeredFile, type AnsweredFile } from '../http/answered-file';
import { safeFileName } from '../http/file-name';
import type { JsonObject } from '../http/json';
import { NetworkFailure, type HttpResponse } from '../http/port';
import { contentAddress } from './content-address';
import { locate, type OperationInput, type Service } from './located';
import { runOnRecord } from './record-calls';

/** A record, and its file. */
export interface Download {
	record: JsonObject;
	file: AnsweredFile;
}

/** A storage behind an API redirects to one of its servers, seldom more than once. */
const MOST_REDIRECTS = 5;

/**
 * Reads a record and its file. The record says where the file is. Where it does not, or where an address
 * map names the operation, the file comes from the operation's own address.
 * @throws ViviApiError `unsafe_address` when the address of the file is not a safe one
 */
export async function downloadFile(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	input: OperationInput,
): Promise<Download> {
	const record = await runOnRecord(service, resource, resource.operations.get!, input);
	const { at, placed, url, context } = locate(service, resource, operation, input);
	const isMapped = at.operation.source === 'described';
	const given = isMapped ? undefined : contentAddress(record);
	const start = given === undefined ? new URL(at.url(url)) : resolved(given, service.base);
	const source = { service, context, headers: given === undefined ? placed.headers : {} };
	const response = await follow(source, start);
	const instead = inItsPlace(response, record);
	if (instead !== undefined) {
		await discard(response);
		throw notTheFile(instead);
	}
	const file = answeredFile(withOwnErrors(response, context));
	return { record, file: named(file, record) };
}

/** Where a file is fetched from. */
interface Source {
	service: Service;
	context: ApiErrorContext;
	/** The headers that an address of the service itself needs. */
	headers: Record<string, string>;
}

/**
 * Follows redirects. The key goes to addresses below the Base URL only. After an address elsewhere it is not
 * sent any more, even if a later address is below the Base URL again.
 */
async function follow(source: Source, start: URL): Promise<HttpResponse> {
	const { service, context } = source;
	let url = start;
	let withKey = true;
	for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
		withKey &&= isBelow(url, service.base);
		const response = withKey ? await fromService(source, url) : await fromElsewhere(service, url);
		const next = redirectOf(response, url);
		if (next) {
			url = next;
			continue;
		}
		const { status } = response;
		if (status >= 200 && status < 300) return response;
		throw withKey ? toApiError(response, context) : notFetched(url, `status ${status}`);
	}
	throw notFetched(url, 'one address leads to the next');
}

async function fromService({ service, context, headers }: Source, url: URL) {
	return await service.call(
		{
			...{ method: 'GET', url: url.href, responseType: 'stream' },
			headers: { accept: '*/*', ...headers },
		},
		context,
		({ response }) => redirectOf(response, url) !== undefined,
	);
}

async function fromElsewhere({ base, elsewhere }: Service, url: URL): Promise<HttpResponse> {
	const isLocal = (one: URL) => one.protocol === 'http:' && isLoopback(one.hostname);
	const isSafe =
		url.protocol === 'https:' || url.origin === base.origin || (isLocal(url) && isLocal(base));
	if (!elsewhere || !isSafe) throw unsafe('does not use https');
	if (url.username !== '' || url.password !== '') throw unsafe('holds a user name or password');
	try {
		return await elsewhere({ method: 'GET', url: url.href, responseType: 'stream' });
	} catch (error) {
		if (!(error instanceof NetworkFailure)) throw error;
		if (error.kind === 'private') throw unsafe('leads into a private network');
		throw notFetched(url, error.kind === 'timeout' ? 'no answer in time' : 'no answer');
	}
}

/** The address to which an answer leads, if it is a redirect. */
export function redirectOf({ status, headers }: HttpResponse, from: URL): URL | undefined {
	const location = headers['location'];
	const leadsOn = [301, 302, 303, 307, 308].includes(status) && location !== undefined;
	return leadsOn && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

/** The address that a record gives; without a host it is one of the service. */
function resolved(address: string, base: URL): URL {
	if (!URL.canParse(address, base.href)) throw unsafe('is not a web address');
	return new URL(address, base);
}

/**
 * What the service sent instead of the file: a sign-in page, or an answer about the file.
 * @returns undefined when it sent the file
 */
function inItsPlace({ headers }: HttpResponse, { mimeType, name }: JsonObject): string | undefined {
	const type = headers['content-type'] ?? '';
	const isAttached = /^\s*attachment/i.test(headers['content-disposition'] ?? '');
	const [ownType, ownName] = [String(mimeType ?? ''), String(name ?? '')];
	const isOwn = (inType: RegExp, inName: RegExp) => inType.test(ownType) || inName.test(ownName);
	if (isAttached) return undefined;
	if (HTML.test(type)) return isOwn(HTML, /\.x?html?$/i) ? undefined : 'a web page';
	// Any file may be JSON whose record does not say what it is.
	const isUnknown = VAGUE.test(ownType) && !/\.\w+$/.test(ownName);
	if (!JSON_TYPE.test(type) || isUnknown || isOwn(JSON_TYPE, /json\w*$/i)) return undefined;
	return 'an answer in JSON';
}

const HTML = /\bhtml\b/i;
const JSON_TYPE = /\bjson\b/i;
/** Types that say nothing about a file. */
const VAGUE = /^$|octet-stream$/i;

/** Closes an answer that nobody reads. */
async function discard({ chunks = [] as never }: HttpResponse): Promise<void> {
	for await (const _chunk of chunks) break;
}

function withOwnErrors(response: HttpResponse, context: ApiErrorContext): HttpResponse {
	const { chunks } = response;
	if (!chunks) return response;
	const own = async function* () {
		try {
			yield* chunks;
		} catch (error) {
			throw error instanceof NetworkFailure ? toApiError(error, context) : error;
		}
	};
	return { ...response, chunks: own() };
}

/** The file with the record's name and type where the answer does not say them. */
function named(file: AnsweredFile, { name, mimeType }: JsonObject): AnsweredFile {
	const known = typeof name === 'string' ? safeFileName(name) : undefined;
	const isVague = VAGUE.test(file.mimeType ?? '');
	const type = isVague && typeof mimeType === 'string' ? mimeType : file.mimeType;
	const title = known ?? file.name;
	return {
		content: file.content,
		...(title !== undefined && { name: title }),
		...(type !== undefined && { mimeType: type }),
	};
}

function notTheFile(instead: string): ViviApiError {
	return new ViviApiError({
		code: 'not_a_file',
		message: `The address of the file leads to ${instead}, not to the file.`,
		hint: "Read the address that VIVI gives for the file with 'Get', or name the right one in the address map.",
	});
}

/** The text names the host only, because the rest of the address may hold a signature. */
function notFetched({ host }: URL, why: string): ViviApiError {
	return new ViviApiError({
		code: 'file_not_fetched',
		message: `The file could not be fetched from ${host} (${why}).`,
		hint: 'VIVI names that address for the file. It may have ended; run it again to get a new one.',
	});
}

function unsafe(what: string): ViviApiError {
	return new ViviApiError({
		code: 'unsafe_address',
		message: `VIVI gives an address for the file that ${what}.`,
		hint: 'The file was not fetched. Tell whoever runs this VIVI, or name the right address in the address map.',
	});
}
