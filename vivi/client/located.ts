import { fillPath } from '../address/path';
import { apiUrl } from '../address/url';
import { resourcesInPath, usesOwnWorkspace } from '../catalogue/form';
import type { Endpoint, Resource } from '../catalogue/types';
import type { ApiErrorContext } from '../error-texts/context';
import type { JsonValue } from '../http/json';
import { addressed } from './addressed';
import type { AddressMap } from './address-map';
import type { Connection } from './connection';

export interface OperationInput {
	/** The IDs in the path, by the catalogue's names; the client knows the account. */
	ids: Record<string, string>;
	query?: Record<string, JsonValue | undefined>;
}

/** A connection, and the real addresses of the catalogue's operations. */
export interface Service extends Connection {
	addresses: AddressMap;
}

/**
 * An operation at its real address, with the given and the known IDs.
 * @returns `at`: the address; `placed`: the values outside of the path; `url`: the whole address with
 * the catalogue's names in the query; `context`: for the errors
 */
export function locate(
	service: Service,
	resource: Resource,
	operation: Endpoint,
	{ ids, query }: OperationInput,
) {
	const { base, accountId, workspaceId, addresses, errors } = service;
	const given = filledIn(ids);
	const own = usesOwnWorkspace(resource, operation) && workspaceId !== undefined;
	const all = { accountId, ...(own && { workspaceId }), ...given };
	const at = addressed(resource, operation, addresses);
	const placed = at.place(all);
	const url = apiUrl(base, fillPath(at.operation.path, all), { ...query, ...placed.query });
	const { label, source, method, roles, action } = at.operation;
	const known = { workspaceId, ...given } as Record<string, unknown>;
	const context: ApiErrorContext = {
		operation: { label, resourceLabel: resource.label, source, method, action },
		records: resourcesInPath(at.operation)
			.map(({ idField, label: name }) => ({ label: name, id: String(known[idField] ?? '') }))
			.filter(({ id }) => id !== ''),
		...errors,
		roles,
	};
	return { at, placed, url, context };
}

/** A blank ID counts as not given, so that the connection's own takes its place. */
function filledIn(ids: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		// Values come from the shells' expressions, so the type promises too much.
		Object.entries(ids).filter(([, id]: [string, unknown]) =>
			typeof id === 'string' ? id.trim() !== '' : (id ?? undefined) !== undefined,
		),
	);
}
