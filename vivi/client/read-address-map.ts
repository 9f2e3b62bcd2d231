import { isJsonObject, parseJson } from '../http/json';
import { isBlank } from '../text/trimmed';
import { namesInPath, type AddressMap, type MappedAddress } from './address-map';
import { readAnswer } from './address-map-answer';
import { findEntry, readMethod, type Entry } from './address-map-entry';
import { checkNames, mistake, refuse } from './address-map-mistakes';
import { readParameters } from './address-map-parameters';
import { readPath } from './address-map-path';
import { isSearchPath } from './search-list';

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

function readAddress(entry: Entry): MappedAddress {
	const { key, operation, given } = entry;
	// The answers of deletions and actions are not read, and a file has no fields.
	const isRead = !['delete', 'action', 'download'].includes(operation.kind);
	const allowed = ['method', 'path', 'parameters', ...(isRead ? ['answer'] : [])];
	checkNames(key, given, allowed, 'it has');
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
