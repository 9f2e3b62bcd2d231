import type { Endpoint, Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { HttpResponse } from '../http/port';
import { connect, type ClientOptions, type Connection } from './connection';
import { downloadFile, type Download } from './download';
import { callDescribed, listDescribed, type DescribedRequest } from './described-calls';
import { freeCall, listFree, type FreeRequest, type FreeResponse } from './free-call';
import type { FirstPage } from './list-after';
import type { Page } from './page';
import { readAddressMap } from './read-address-map';
import type { ListShape } from './read-list';
import {
	listRecords,
	readOnePage,
	runOnRecord,
	type ListInput,
	type OperationInput,
	type RunInput,
} from './resource-calls';

export interface Client {
	/**
	 * Names the owner of the records: Base URL, account and, with a Workspace API key, workspace.
	 * Facts about one owner's records say nothing about another's. Holds no secret.
	 */
	readonly owner: string;
	/** The one workspace that a Workspace API key reaches; undefined with an account key. */
	readonly workspaceId: string | undefined;
	/** The account of the key. */
	readonly accountId: string;
	/** How many requests VIVI takes at once at the moment, as far as this is known. */
	atOnce(): number;
	/** The time and the chance that the client goes by. */
	readonly clock: Pick<ClientOptions, 'now' | 'sleep' | 'random'>;
	/** Records of a `list` operation, a page at a time. */
	list(resource: Resource, operation: Endpoint, input: ListInput): AsyncGenerator<JsonObject[]>;
	/** A single page of a `list` operation; `after` is the `next` of the page before. */
	page(
		resource: Resource,
		operation: Endpoint,
		input: OperationInput & { after?: string },
	): Promise<Page>;
	/** Any other operation; its result depends on its kind. */
	run(resource: Resource, operation: Endpoint, input: RunInput): Promise<JsonObject>;
	/** A record, and its file from wherever VIVI says that it lies. */
	download(resource: Resource, operation: Endpoint, input: OperationInput): Promise<Download>;
	/** The 'API Request' operation: any method and path below the base URL. */
	request(request: FreeRequest): Promise<FreeResponse>;
	/** The records of the list whose first page is the answer to that request, a page at a time. */
	requestList(
		request: FreeRequest,
		first: FirstPage,
		input: Pick<ListInput, 'limit' | 'onEnd'>,
	): AsyncGenerator<JsonObject[]>;
	/** An operation of the person's API description; its answer unchanged, in bytes. */
	call(request: DescribedRequest): Promise<HttpResponse>;
	/** The records of the list whose first page is that answer, a page at a time. */
	listFrom(
		request: DescribedRequest,
		first: FirstPage,
		input: Pick<ListInput, 'limit' | 'onEnd'> & { shape: ListShape },
	): AsyncGenerator<JsonObject[]>;
}

/**
 * Carries out catalogue operations over an {@link Http} port.
 * @throws ViviInputError when an option cannot be used
 */
export function createClient(options: ClientOptions): Client {
	const connection = connect(options);
	const { accountId, workspaceId, atOnce } = connection;
	const at = { ...connection, addresses: readAddressMap(options.addressMap) };
	const { now, sleep, random } = options;
	return {
		clock: { now, sleep, random },
		...{ owner: ownerOf(connection), accountId, workspaceId, atOnce },
		list: (resource, operation, input) => listRecords(at, resource, operation, input),
		page: async (resource, operation, input) => await readOnePage(at, resource, operation, input),
		run: async (resource, operation, input) => await runOnRecord(at, resource, operation, input),
		download: async (resource, operation, input) =>
			await downloadFile(at, resource, operation, input),
		request: async (request) => await freeCall(at, request),
		requestList: (request, first, input) => listFree(at, request, first, input),
		call: async (request) => await callDescribed(at, request),
		listFrom: (request, first, input) => listDescribed(at, request, first, input),
	};
}

function ownerOf({ base, accountId, workspaceId }: Connection): string {
	return JSON.stringify([
		base.origin + base.pathname.replace(/\/+$/, ''),
		accountId,
		...(workspaceId === undefined ? [] : [workspaceId]),
	]);
}
