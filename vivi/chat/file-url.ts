import { isJsonObject, type JsonValue } from '../http/json';

/** VIVI's page says that the upload returns URLs, but not under which key. */
const KEYS = ['url', 'fileUrl', 'file_url', 'href', 'link', 'location', 'urls', 'file', 'files'];
const WRAPPERS = ['data', 'result'];

/** The address of an uploaded file in an answer of unknown shape; undefined when there is none. */
export function findFileUrl(value: JsonValue | undefined, depth = 0): string | undefined {
	if (depth > 4) return undefined;
	if (typeof value === 'string') return /^https?:\/\/\S+$/i.test(value) ? value : undefined;
	if (Array.isArray(value))
		return value.length === 1 ? findFileUrl(value[0], depth + 1) : undefined;
	if (!isJsonObject(value)) return undefined;
	for (const key of [...KEYS, ...WRAPPERS]) {
		const url = findFileUrl(Object.hasOwn(value, key) ? value[key] : undefined, depth + 1);
		if (url !== undefined) return url;
	}
	return undefined;
}
