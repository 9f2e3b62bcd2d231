import { operationsOf } from '../catalogue';
import type { Endpoint, Resource } from '../catalogue/types';
import type { Call } from './connection';
import { checkHeaders } from './headers';
import { encodeId } from '../address/path';
import { listShape, type ListShape } from './read-list';
import { withNames } from '../address/url';
import type { JsonObject } from '../http/json';
import { TOKEN_PARAMETERS } from './next-page-ways';
import { searchRequest } from './search-list';
import {
	namesInPath,
	operationId,
	type AddressMap,
	type MappedAddress,
	type Target,
} from './address-map';

/** An operation at its real address, with the real names of its values. */
export interface Addressed {
	/** With the real method and path; the braces hold the catalogue's names. */
	operation: Endpoint;
	/** How to recognise the records from there. */
	shape: ListShape;
	/**
	 * The values outside of the path.
	 * @throws ViviInputError `missing_id` or `invalid_id` naming the field
	 */
	place(ids: Readonly<Record<string, unknown>>): {
		query: JsonObject;
		headers: Record<string, string>;
		body: JsonObject;
	};
	/** A body with the real names. */
	body(body: JsonObject): JsonObject;
	/** The part of an upload that holds the file. */
	fileField: string;
	/** An address with the real query parameters. */
	url(url: string): string;
	/** The request for a page of a list, from an address with the catalogue's names. */
	page(url: string, placed: JsonObject): Call;
	/** A record with the catalogue's names. */
	record(record: JsonObject): JsonObject;
}

/** Of an operation that the map does not name. */
const NO_NAMES = new Map<string, never>();

/** The operation at the address of the map, or of the catalogue where the map does not name it. */
export function addressed(resource: Resource, operation: Endpoint, map: AddressMap): Addressed {
	const shape = listShape(resource, operation);
	const file = operation.fields.find(({ type }) => type === 'file')?.name ?? 'file';
	// A search reads the list: the map names the address, under any name.
	const isIt = ({ method, path }: Endpoint) =>
		method === operation.method && path === operation.path;
	const named = operationsOf(resource).find(isIt) ?? operation;
	const mapped = map.get(operationId(resource, named));
	const unmapped = { ...operation, parameters: NO_NAMES, answerFields: NO_NAMES };
	const { method, path, parameters, answerFields, under }: MappedAddress = mapped ?? unmapped;
	const inPlace = (place: Target['in']) =>
		[...parameters].filter(([, target]) => target.in === place);
	const namesIn = (place: Target['in']) =>
		new Map(inPlace(place).map(([ours, { name }]) => [ours, name]));
	const queryNames = namesIn('query');
	const cursor = queryNames.get('cursor');
	if (cursor !== undefined) for (const name of TOKEN_PARAMETERS) queryNames.set(name, cursor);
	const ids = namesInPath(operation.path);
	const url = (plain: string) => withNames(plain, queryNames);
	return {
		operation: mapped ? { ...operation, method, path, source: 'described' } : operation,
		shape: {
			...shape,
			idField: answerFields.get('id') ?? shape.idField,
			...(under !== undefined && { under }),
		},
		place: (values) => {
			const textOf = (name: string) => decodeURIComponent(encodeId(values[name], name));
			const placed = (place: Target['in']) =>
				Object.fromEntries(
					inPlace(place)
						.filter(([ours]) => ids.includes(ours))
						.map(([ours, { name }]) => [name, textOf(ours)]),
				);
			return {
				query: placed('query'),
				headers: checkHeaders(placed('header')),
				body: placed('body'),
			};
		},
		fileField: parameters.get(file)?.name ?? file,
		body: (body) => renamed(body, namesIn('body')),
		url,
		page: (plain, placed) =>
			method === 'POST'
				? searchRequest(plain, operation, parameters, placed)
				: { method: 'GET', url: url(plain) },
		record: (record) => withOurNames(record, answerFields),
	};
}

/** A record under the catalogue's names; they replace other fields of the same name. */
function withOurNames(record: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
	if (names.size === 0) return record;
	const theirs = new Map([...names].map(([ours, it]) => [it, ours]));
	const isCovered = (name: string) => !theirs.has(name) && Object.hasOwn(record, names.get(name)!);
	return renamed(
		Object.fromEntries(
			Object.entries(record).filter(([name]) => !names.has(name) || !isCovered(name)),
		),
		theirs,
	);
}

function renamed(values: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
	if (names.size === 0) return values;
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [names.get(name) ?? name, value]),
	);
}
