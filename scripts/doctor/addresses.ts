import { catalogue, operationsOf, resources } from '../../vivi/catalogue';
import type { Endpoint, Resource, ResourceName, Source } from '../../vivi/catalogue/types';
import type { Client } from '../../vivi/client/client';
import { readId } from '../../vivi/client/read-list';
import { ViviError } from '../../vivi/errors';
import type { JsonObject } from '../../vivi/http/json';

/** The result of reading from one address of the catalogue. */
export interface AddressResult {
	/** 'Agent: Get Many' */
	operation: string;
	method: string;
	/** In the catalogue's notation, without anybody's IDs. */
	path: string;
	source: Source;
	result: 'works' | 'not there' | 'not allowed' | 'unclear' | 'not tried';
	/** HTTP status of a refusal, if an answer came. */
	status: number | null;
	/** Why it does not work, or another remark; empty when there is none. */
	remark: string;
	/** Fields of the catalogue that a record did not have; null when there was no record. */
	missingFields: string[] | null;
	/** Fields of a record that the catalogue does not know, by name only. */
	newFields: string[] | null;
}

type Ids = Record<string, string>;

/** How many places are searched for a record: workspaces, and knowledge bases for a file. */
const MAX_PLACES = 5;

/** The result of an address, and the records that it gave. */
interface Reading {
	result: AddressResult;
	/** IDs of the records. */
	found: Ids[];
}

/** Lists the workspaces: the one documented address. */
export async function readWorkspaces(client: Client): Promise<Reading & { names: string[] }> {
	const { workspace } = catalogue;
	const operation = workspace.operations.getAll;
	const records: JsonObject[] = [];
	const reading = await read(workspace, operation, [{}], async () => {
		for await (const page of client.list(workspace, operation, { ids: {} })) records.push(...page);
		return records;
	});
	return { ...reading, names: records.map(({ name }) => String(name ?? '')) };
}

/**
 * Tries every other address that only reads, with IDs from earlier answers. Sends only GETs.
 * @param workspaces the IDs of workspaces that the key reaches
 */
export async function readAddresses(client: Client, workspaces: readonly string[]) {
	const results: AddressResult[] = [];
	const known = new Map<ResourceName, Ids[]>([
		['workspace', workspaces.slice(0, MAX_PLACES).map((workspaceId) => ({ workspaceId }))],
	]);
	// A parent's IDs are needed before its children can be tried.
	const ordered = [...resources].sort((a, b) => depth(a) - depth(b));
	for (const resource of ordered) {
		const reads = operationsOf(resource).filter(({ method }) => method === 'GET');
		const list = reads.find(({ name }) => name === 'getAll');
		if (list && resource.name !== 'workspace') {
			const scopes = known.get(resource.parent!) ?? [];
			const reading = await read(resource, list, scopes, (ids) =>
				firstRecords(client, resource, list, ids),
			);
			known.set(resource.name, reading.found);
			results.push(reading.result);
		}
		for (const operation of reads.filter((one) => one !== list)) {
			const scopes = (known.get(resource.name) ?? []).slice(0, 1);
			const { result } = await read(resource, operation, scopes, async (ids) => {
				if (operation.kind === 'list') return await firstRecords(client, resource, operation, ids);
				return operation.kind === 'download'
					? [(await client.download(resource, operation, { ids })).record]
					: [await client.run(resource, operation, { ids })];
			});
			results.push(result);
		}
	}
	return results;
}

function depth(resource: Resource): number {
	return resource.parent ? 1 + depth(catalogue[resource.parent]) : 0;
}

async function firstRecords(client: Client, resource: Resource, operation: Endpoint, ids: Ids) {
	const pages = client.list(resource, operation, { ids, limit: MAX_PLACES });
	for await (const page of pages) return page;
	return [];
}

/** Reads from one address, in each scope until there is a record. */
async function read(
	resource: Resource,
	operation: Endpoint,
	scopes: readonly Ids[],
	fetch: (ids: Ids) => Promise<JsonObject[]>,
): Promise<Reading> {
	const { method, path, source, label } = operation;
	const address = { operation: `${resource.label}: ${label}`, method, path, source };
	const untold = { status: null, missingFields: null, newFields: null };
	if (scopes.length === 0) {
		const remark = 'No record was found to try it with.';
		return { result: { ...address, result: 'not tried', remark, ...untold }, found: [] };
	}
	try {
		for (const scope of scopes) {
			const records = await fetch(scope);
			const [record] = records;
			if (!record) continue;
			const found = records.flatMap((one) => {
				const id = readId(one, resource);
				return id === undefined ? [] : [{ ...scope, [resource.idField]: id }];
			});
			const remark = found.length === 0 && !operation.output ? 'The records have no ID.' : '';
			const fields = compareFields(record, resource, operation);
			return { result: { ...address, result: 'works', status: null, remark, ...fields }, found };
		}
		return {
			result: { ...address, result: 'works', remark: 'It is empty.', ...untold },
			found: [],
		};
	} catch (error) {
		if (!(error instanceof ViviError)) throw error;
		const status = error.status ?? null;
		const result = resultOf(status);
		return { result: { ...address, ...untold, result, status, remark: error.message }, found: [] };
	}
}

function resultOf(status: number | null): AddressResult['result'] {
	if (status === 404 || status === 405 || status === 501) return 'not there';
	return status === 402 || status === 403 ? 'not allowed' : 'unclear';
}

function compareFields(record: JsonObject, resource: Resource, operation: Endpoint) {
	const expected = (operation.output?.fields ?? resource.output).map(({ name }) => name);
	const hasId = readId(record, resource) !== undefined;
	return {
		missingFields: expected.filter(
			(name) => !Object.hasOwn(record, name) && !(name === 'id' && hasId),
		),
		newFields: Object.keys(record).filter((name) => !expected.includes(name)),
	};
}
