import { isJsonObject, type JsonObject } from '../http/json';
import { HTTP_METHODS, type HttpMethod } from '../http/port';
import { follow } from './reference';
import { serverPath } from './servers';

/** An operation of the document. */
export interface WrittenOperation {
	method: HttpMethod;
	/** With the path of its server. */
	path: string;
	pathItem: JsonObject;
	operation: JsonObject;
}

/**
 * All operations of a document, in its order; anything else is skipped.
 * @param documentUrl the address of the document, if it is known
 */
export function* operationsIn(root: JsonObject, documentUrl?: URL): Generator<WrittenOperation> {
	for (const [path, entry] of Object.entries(isJsonObject(root['paths']) ? root['paths'] : {})) {
		const followed = follow(root, entry);
		const pathItem = 'value' in followed ? followed.value : {};
		for (const method of HTTP_METHODS) {
			const operation = pathItem[method.toLowerCase()];
			if (!isJsonObject(operation)) continue;
			const whole = serverPath(root, documentUrl, operation, pathItem, root) + path;
			yield { method, path: whole, pathItem, operation };
		}
	}
}
