import type { Endpoint, Resource } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import type { HttpResponse } from '../http/port';
import { connect, type ClientOptions, type Connection } from './connection';
import { downloadFile, type Download } from './download';
import { freeCall, listFree, type FirstPage, type FreeRequest } from './free-call';
import type { RecordList } from './list-reading';
import type { Page } from './page';
import { readAddressMap } from './read-address-map';
import type { OperationInput } from './located';
import { runOnRecord, type RunInput } from './record-calls';
import { listRecords, readOnePage, type ListInput } from './record-lists';

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
	/** The clock and the source of chance that the client uses. */
	readonly clock: Pick<ClientOptions, 'now' | 'sleep' | 'random'>;
	/** The records of a `list` operation. */
	list(resource: Resource, operation: Endpoint, input: ListInput): RecordList;
	/** A single page of a `list` operation; `after` is the `next` of the page before. */
	page(
		resource: Resource,
		operation: Endpoint,
		input: OperationInput & { after?: string | undefined },
	): Promise<Page>;
	/** Any other operation; its result depends on its kind. */
	run(resource: Resource, operation: Endpoint, input: RunInput): Promise<JsonObject>;
	/** A record and its file; VIVI says where the file is. */
	download(resource: Resource, operation: Endpoint, input: OperationInput): Promise<Download>;
	/** Any method and path below the base URL; the answer unchanged. */
	request(request: FreeRequest): Promise<HttpResponse>;
	/** The records of the list whose first page is the answer to that request. */
	requestList(request: FreeRequest, first: FirstPage, limit?: number): RecordList;
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
		requestList: (request, first, limit) => listFree(at, request, first, limit),
	};
}

function ownerOf({ base, accountId, workspaceId }: Connection): string {
	return JSON.stringify([
		base.origin + base.pathname.replace(/\/+$/, ''),
		accountId,
		...(workspaceId === undefined ? [] : [workspaceId]),
	]);
}
