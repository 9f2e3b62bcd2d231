import { KEY_FIELDS } from '../auth/connection-fields';
import { catalogue, operationsOf, resources } from '../catalogue';
import type { Endpoint, EndpointKind, Resource } from '../catalogue/types';
import { checkHeaders } from './headers';
import { freePath } from '../address/path';
import { ViviInputError } from '../errors';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../http/json';
import type { HttpMethod } from '../http/port';
import { scrub } from '../text/scrub';
import { invalid } from '../input/problems';
import { isBlank } from '../text/trimmed';
import { isSearchPath } from './search-list';
import {
	namesInPath,
	PAGING_PARAMETERS,
	type AddressMap,
	type MappedAddress,
	type Target,
} from './address-map';

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

const PLACES = ['path', 'query', 'header', 'body'] as const;

/** An entry of the map while it is read. */
interface Entry {
	key: string;
	resource: Resource;
	operation: Endpoint;
	given: JsonObject;
}

/**
 * Reads the real addresses that a person entered as JSON: for each operation with another address
 * than the catalogue's, its method, its path, and the names that differ.
 *
 * @param given text or an object; blank for none
 * @throws ViviInputError `invalid_address_map` that names the entry
 */
export function readAddressMap(given: unknown): AddressMap {
	if (isBlank(given)) return new Map();
	const map = typeof given === 'string' ? parseJson(given) : given;
	if (!isJsonObject(map)) {
		throw refuse(
			typeof given === 'string' && map === undefined ? 'is not valid JSON' : 'is no JSON object',
			'Paste the address map as the doctor prints it: an object with an entry for each operation. Check quotes, commas and braces.',
		);
	}
	return new Map(
		Object.entries(map).map(([key, entry]) => [key, readAddress(findEntry(key, entry))]),
	);
}

function findEntry(key: string, given: JsonValue): Entry {
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

function readAddress(entry: Entry): MappedAddress {
	const { key, operation, given } = entry;
	// What deletions and actions answer is not read, and a file has no fields.
	const isRead = !['delete', 'action', 'download'].includes(operation.kind);
	const allowed = ['method', 'path', 'parameters', ...(isRead ? ['answer'] : [])];
	checkNames(entry, given, allowed, 'it has');
	const method = readMethod(entry);
	const parameters = readParameters(entry, method);
	const path = readPath(entry, parameters);
	const [needed] = namesInPath(operation.path).reverse();
	if (operation.kind === 'list' && method === 'POST' && !isSearchPath(path)) {
		throw mistake(
			key,
			'its path does not say that a POST there only reads',
			'A list is read by GET, or by POST at a path that ends with search, query, list, find, filter or lookup.',
		);
	}
	const isPlaced = namesInPath(path).includes(needed!) || parameters.has(needed!);
	if (!isPlaced && needed !== 'accountId') {
		throw mistake(
			key,
			`neither its path nor its parameters hold ${needed}, so it would be about other records`,
			`Put {${needed}} into the path, or name the parameter for it: "parameters": { "${needed}": "query.…" }.`,
		);
	}
	return { method, path, parameters, ...readAnswer(entry) };
}

function readMethod({ key, operation, given }: Entry): HttpMethod {
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

function readParameters(entry: Entry, method: HttpMethod): MappedAddress['parameters'] {
	const { key, given } = entry;
	const named = given['parameters'] ?? {};
	const places = placesOf(entry.operation, method);
	checkNames(entry, named, [...places.keys()], 'its parameters name');
	const targets = Object.entries(named).map(([ours, theirs]) => {
		const allowed = places.get(ours)!;
		const target = readTarget(key, ours, theirs, allowed[0]!);
		if (!allowed.includes(target.in)) {
			throw mistake(
				key,
				`its parameters send '${ours}' in the ${target.in}, where it cannot go`,
				`It can go into: ${allowed.join(', ')}.`,
			);
		}
		return [ours, target] as const;
	});
	const wholeNames = targets.map(([, { in: place, name }]) => {
		// The names of headers ignore the case.
		return `${place}.${place === 'header' ? name.toLowerCase() : name}`;
	});
	checkOnce(key, wholeNames, 'its parameters use');
	return new Map(targets);
}

/** The places where each name of the operation may go, its usual one first. */
function placesOf(operation: Endpoint, method: HttpMethod): Map<string, readonly Target['in'][]> {
	const hasBody = method !== 'GET' && method !== 'DELETE' && operation.kind !== 'upload';
	const isSearch = operation.kind === 'list' && method === 'POST';
	const ofLists = isSearch ? (['body', 'query'] as const) : (['query'] as const);
	const anywhere = PLACES.filter((place) => place !== 'body' || hasBody);
	return new Map<string, readonly Target['in'][]>([
		...namesInPath(operation.path).map((name) => [name, anywhere] as const),
		...(operation.kind === 'list' ? PAGING_PARAMETERS : []).map((name) => [name, ofLists] as const),
		...operation.fields.map(
			({ name, in: place = 'body' }) => [name, isSearch ? ofLists : [place]] as const,
		),
	]);
}

function readTarget(key: string, ours: string, given: JsonValue, usual: Target['in']): Target {
	if (typeof given !== 'string' || given.trim() === '') {
		throw mistake(
			key,
			`its parameters give no name for '${ours}'`,
			`Write the name as VIVI has it: "${ours}": "name", or with its place: "query.name".`,
		);
	}
	const [, place, name] = /^(path|query|header|body)\.(.+)$/s.exec(given) ?? [];
	const target: Target = { in: (place as Target['in']) ?? usual, name: name ?? given };
	if (target.in === 'header') explained(key, () => checkHeaders({ [target.name]: '' }));
	return target;
}

/** The path with the catalogue's names in its braces. */
function readPath({ key, operation, given }: Entry, parameters: MappedAddress['parameters']) {
	const path = given['path'] ?? operation.path;
	if (typeof path !== 'string' || !path.startsWith('/')) {
		throw mistake(key, 'its path is no text that starts with /', PATH_HINT);
	}
	explained(key, () => freePath(path.replace(/\{[^{}]*\}/g, 'x')));
	if (path.includes('?')) {
		throw mistake(key, 'its path holds a query', 'Name query parameters under "parameters".');
	}
	const ids = namesInPath(operation.path);
	const inPath = new Map(
		ids.flatMap((ours) => {
			const target = parameters.get(ours) ?? { in: 'path', name: ours };
			return target.in === 'path' ? [[target.name, ours]] : [];
		}),
	);
	const names = namesInPath(path);
	const unknown = names.find((name) => !inPath.has(name));
	if (unknown !== undefined) {
		throw mistake(
			key,
			`its path holds {${shown(unknown)}}, which stands for nothing that this operation knows`,
			`It knows ${ids.map((id) => `{${id}}`).join(', ')}. For another name in the braces add it: "parameters": { "${ids.at(-1)}": "${shown(unknown)}" }.`,
		);
	}
	const unused = [...parameters].find(
		([, target]) => target.in === 'path' && !names.includes(target.name),
	);
	if (unused) {
		throw mistake(
			key,
			`its path does not hold {${shown(unused[1].name)}}, which its parameters name`,
			`Put it into the path, or remove '${unused[0]}' from the parameters.`,
		);
	}
	return path.replace(/\{([^{}]*)\}/g, (_, name: string) => `{${inPath.get(name)}}`);
}

function readAnswer(entry: Entry): Pick<MappedAddress, 'under' | 'answerFields'> {
	const { key, resource, operation } = entry;
	const answer = entry.given['answer'] ?? {};
	checkNames(entry, answer, ['under', 'fields'], 'its answer has');
	const { under, fields = {} } = answer;
	const known = (operation.output?.fields ?? resource.output).map(({ name }) => name);
	checkNames(entry, fields, known, 'the fields of its answer name');
	for (const [what, name] of [['under', under ?? 'x'] as const, ...Object.entries(fields)]) {
		if (typeof name !== 'string' || name.trim() === '') {
			throw mistake(
				key,
				`its answer gives no name for '${what}'`,
				'Write the name as VIVI has it.',
			);
		}
	}
	const answerFields = new Map(Object.entries(fields as Record<string, string>));
	checkOnce(key, [...answerFields.values()], 'the fields of its answer use');
	return { ...(under !== undefined && { under: under as string }), answerFields };
}

/** If two of our names had the same real name, nobody could tell them apart. */
function checkOnce(key: string, names: readonly string[], how: string): void {
	const twice = names.find((name, at) => names.indexOf(name) !== at);
	if (twice === undefined) return;
	throw mistake(key, `${how} '${shown(twice)}' twice`, 'Remove one of the two.');
}

/** Whether it is an object with only these names. */
function checkNames(
	{ key }: Entry,
	value: JsonValue,
	allowed: readonly string[],
	how: string,
): asserts value is JsonObject {
	const hint = `Use ${allowed.map((name) => `"${name}"`).join(', ')}.`;
	if (!isJsonObject(value)) throw mistake(key, `${how} no object`, hint);
	const unknown = Object.keys(value).find((name) => !allowed.includes(name));
	if (unknown !== undefined) throw mistake(key, `${how} the unknown '${shown(unknown)}'`, hint);
}

/** Runs the check of a part; errors name the entry. */
function explained(key: string, check: () => unknown): void {
	try {
		check();
	} catch (error) {
		if (!(error instanceof ViviInputError)) throw error;
		throw mistake(key, error.message.replace(/\.$/, ''), PATH_HINT);
	}
}

const PATH_HINT =
	'Write the path from the Base URL on, with names in braces, such as /workspaces/{workspaceId}/agents/{agentId}. A map cannot lead to another host, nor change how the key is sent.';

function mistake(key: string, what: string, hint: string): ViviInputError {
	return refuse(`has a mistake at '${key}': ${what}`, hint);
}

function refuse(what: string, hint: string): ViviInputError {
	const { label } = KEY_FIELDS.addressMap;
	return invalid({ name: 'addressMap', label }, what, hint, 'invalid_address_map');
}

function shown(text: string): string {
	return scrub(text)?.slice(0, 60) ?? '…';
}

function shownValue(value: JsonValue): string {
	return typeof value === 'string' ? `'${shown(value)}'` : 'is no text and';
}
