import type { HttpMethod } from '../http/port';

/** Where a value goes at the real address, and its name there. */
export interface Target {
	in: 'path' | 'query' | 'header' | 'body';
	name: string;
}

/** The real address of one of the catalogue's operations. */
export interface MappedAddress {
	method: HttpMethod;
	/** Below the Base URL; `{…}` hold the catalogue's names. */
	path: string;
	/** By the catalogue's names; a value that is not in here keeps its name and place of the catalogue. */
	parameters: ReadonlyMap<string, Target>;
	/** The key of the answer that holds the records or the record. */
	under?: string;
	/** The names of the records' fields, by the catalogue's names. */
	answerFields: ReadonlyMap<string, string>;
}

/** The real addresses of operations, by keys such as `agent.create`. */
export type AddressMap = ReadonlyMap<string, MappedAddress>;

/** The key of an operation in an address map. */
export function operationId(resource: { name: string }, operation: { name: string }): string {
	return `${resource.name}.${operation.name}`;
}

/** Query parameters of every list, besides its fields; see `ListReading`. */
export const PAGING_PARAMETERS = ['limit', 'cursor', 'offset', 'page'] as const;

/** A name behind its place, as in `query.name`. OpenAPI also has cookies, which are never sent. */
export const NAME_IN_PLACE = /^(path|query|header|body|cookie)\.(.+)$/s;

/** The names in the braces of a path. */
export function namesInPath(path: string): string[] {
	return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
}
