import type { HttpMethod } from '../http/port';

/** Where a value of ours goes at an address, and what it is called there. */
export interface Target {
	in: 'path' | 'query' | 'header' | 'body';
	name: string;
}

/** Where one of the catalogue's operations really is. */
export interface MappedAddress {
	method: HttpMethod;
	/** Below the Base URL; `{…}` hold the catalogue's names. */
	path: string;
	/** By the catalogue's name; what is not in here goes where the catalogue says, by its own name. */
	parameters: ReadonlyMap<string, Target>;
	/** The key of the answer under which the records stand, or the record. */
	under?: string;
	/** What the fields of the catalogue are called in the records that come, by the catalogue's name. */
	answerFields: ReadonlyMap<string, string>;
}

/** The real addresses of operations, by keys such as `agent.create`. */
export type AddressMap = ReadonlyMap<string, MappedAddress>;

/** What an operation is called in an address map. */
export function operationId(resource: { name: string }, operation: { name: string }): string {
	return `${resource.name}.${operation.name}`;
}

/** Query parameters that every list takes besides its fields; see `listPages`. */
export const PAGING_PARAMETERS = ['limit', 'cursor', 'offset', 'page'] as const;

/** The names in the braces of a path. */
export function namesInPath(path: string): string[] {
	return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
}
