import { catalogue, operationsOf, resources } from '../catalogue';
import type { Endpoint, EndpointKind, Resource } from '../catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';
import { mistake, refuse, shown, shownValue } from './address-map-mistakes';

/**
 * The methods that an operation may be mapped to: a read only to one that changes nothing, and only
 * a deletion to one that deletes.
 */
const METHODS: Readonly<Partial<Record<EndpointKind, readonly HttpMethod[]>>> = {
	list: ['GET', 'POST'],
	get: ['GET'],
	download: ['GET'],
	create: ['POST', 'PUT'],
	update: ['PATCH', 'PUT', 'POST'],
	delete: ['DELETE', 'POST'],
	action: ['POST', 'PUT', 'PATCH'],
	upload: ['POST', 'PUT'],
};

/** An entry of the map while it is read. */
export interface Entry {
	key: string;
	resource: Resource;
	operation: Endpoint;
	given: JsonObject;
}

/** The operation that an entry of the map is for. */
export function findEntry(key: string, given: JsonValue): Entry {
	const [group = '', name = ''] = key.split('.', 2);
	const resource = Object.hasOwn(catalogue, group)
		? (catalogue[group as keyof typeof catalogue] as Resource)
		: undefined;
	const operation = resource && operationsOf(resource).find((one) => one.name === name);
	if (!resource || !operation || key !== `${group}.${name}`) {
		throw refuse(
			`names the operation '${shown(key)}', which does not exist`,
			resource
				? `Use one of: ${operationsOf(resource)
						.map((one) => `${group}.${one.name}`)
						.join(', ')}.`
				: `Keys are a resource and its operation, such as agent.create. The resources are ${resources.map((one) => one.name).join(', ')}.`,
		);
	}
	if (!isJsonObject(given)) {
		throw mistake(key, 'it is no object', 'Write { "method": "PUT", "path": "/…" }.');
	}
	return { key, resource, operation, given };
}

/** The method at the real address; the catalogue's where the entry names none. */
export function readMethod({ key, operation, given }: Entry): HttpMethod {
	if (given['method'] === undefined) return operation.method;
	const methods = METHODS[operation.kind] ?? [];
	const method = methods.find((one) => one === given['method']);
	if (method) return method;
	throw mistake(
		key,
		`its method ${shownValue(given['method'])} cannot be used for this operation`,
		`Use ${methods.join(' or ')}.`,
	);
}
