import { KEY_FIELDS } from '../auth/connection-fields';
import { ViviInputError } from '../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { invalid } from '../input/problems';
import { scrub } from '../text/scrub';

export const PATH_HINT =
	'Write the path from the Base URL on, with names in braces, such as /workspaces/{workspaceId}/agents/{agentId}. A map cannot lead to another host, nor change how the key is sent.';

/** A mistake in an entry. `what` completes "'Address Map' has a mistake at 'agent.get': …". */
export function mistake(key: string, what: string, hint: string): ViviInputError {
	return refuse(`has a mistake at '${key}': ${what}`, hint);
}

/** An unusable address map. `what` completes "'Address Map' …". */
export function refuse(what: string, hint: string): ViviInputError {
	const { label } = KEY_FIELDS.addressMap;
	return invalid({ name: 'addressMap', label }, what, hint, 'invalid_address_map');
}

/** A name of the map, made safe and short for a text. */
export function shown(text: string): string {
	return scrub(text)?.slice(0, 60) ?? '…';
}

export function shownValue(value: JsonValue): string {
	return typeof value === 'string' ? `'${shown(value)}'` : 'is no text and';
}

/** If two of our names had the same real name, nobody could tell them apart. */
export function checkOnce(key: string, names: readonly string[], how: string): void {
	const twice = names.find((name, at) => names.indexOf(name) !== at);
	if (twice === undefined) return;
	throw mistake(key, `${how} '${shown(twice)}' twice`, 'Remove one of the two.');
}

/** Whether it is an object with only these names. */
export function checkNames(
	key: string,
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
export function explained(key: string, check: () => unknown): void {
	try {
		check();
	} catch (error) {
		if (!(error instanceof ViviInputError)) throw error;
		throw mistake(key, error.message.replace(/\.$/, ''), PATH_HINT);
	}
}
