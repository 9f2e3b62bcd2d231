import { isJsonObject, type JsonObject } from '../http/json';
import { valuesUnder } from './values-under';

/** Usual names for the address of a file's content, the clearest ones first; VIVI documents none. */
const NAMES = ['downloadUrl', 'contentUrl', 'fileUrl', 'signedUrl', 'presignedUrl', 'url'];

/** Some services keep all addresses of a record in one object, under shorter names. */
const LINKS = ['links', '_links', 'urls'];
const LINK_NAMES = ['download', 'content', 'file'];

/** The address that a record gives for its file; undefined when it gives none. */
export function contentAddress(record: JsonObject): string | undefined {
	return addressUnder(record, NAMES) ?? addressAmong(record);
}

function addressAmong(record: JsonObject): string | undefined {
	const links = valuesUnder(record, LINKS).find(isJsonObject);
	return links && addressUnder(links, [...LINK_NAMES, ...NAMES]);
}

function addressUnder(record: JsonObject, names: readonly string[]): string | undefined {
	return valuesUnder(record, names)
		.map((value) => (isJsonObject(value) ? value['href'] : value))
		.find((value): value is string => typeof value === 'string' && value.trim() !== '')
		?.trim();
}
