import type { Operation, Resource } from '../catalogue/types';
import { describeKeys, saysFailed } from '../error-texts/failed-answer';
import { unexpectedAnswer } from '../error-texts/unexpected-answer';
import type { ApiErrorContext } from '../error-texts/context';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { quoted, serviceMessage } from '../error-texts/service-message';
import { firstSaid } from './values-under';

/** How to recognise the records of a list, and their IDs. */
export interface ListShape {
	/** Title Case or kebab, as in the catalogue: 'Knowledge Bases'. */
	plural: string;
	/** `knowledgeBaseId` */
	idField: string;
	/** The key that holds the records, if it is known. */
	under?: string;
}

/**
 * The name of the records in an operation's answer: the resource's, or, for a list of what belongs
 * to a record (the messages of a thread), the plural of that.
 */
export function listShape(resource: Resource, { output }: Pick<Operation, 'output'>): ListShape {
	const plural = output?.plural;
	if (plural === undefined) return { plural: resource.plural, idField: resource.idField };
	return { plural, idField: `${plural.replace(/s$/, '')}Id` };
}

/** The shape of the list at a path, whose last part names the records where nothing else does. */
export function shapeAt(path: string): ListShape {
	const segment = path.split(/[?#]/, 1)[0]!.split('/').filter(Boolean).at(-1) ?? '';
	const plural = /^[\w-]{1,60}$/.test(segment) ? segment : 'records';
	return { plural, idField: `${plural.replace(/s$/, '')}Id` };
}

/**
 * The records of a list answer. VIVI documents no shape, so this reads the usual ones: a bare array,
 * or an array under the plural name, `data`, `items`, `results` or `records`, also one level deeper.
 * Some services write `null` for a list without records, alone or under such a name.
 * @throws ViviApiError `unexpected_answer` naming the keys in the answer, never their values
 */
export function readList(
	body: JsonValue | undefined,
	shape: ListShape,
	context: ApiErrorContext = {},
): JsonObject[] {
	const records = findList(body, shape, 0) ?? (isEmptyList(body, shape) ? [] : undefined);
	// An empty list beside a failure says nothing; otherwise all records would seem to be gone.
	if (records && (records.length > 0 || !saysFailed(body))) return records;
	const said = saysFailed(body) ? serviceMessage(JSON.stringify(body)) : undefined;
	throw unexpectedAnswer(
		saysFailed(body)
			? `with success, but declined it${said === undefined ? '' : `: ${quoted(said)}`}`
			: `without a list of ${shape.plural.toLowerCase()}; it holds ${describeKeys(body)}`,
		context,
	);
}

function findList(
	value: JsonValue | undefined,
	shape: ListShape,
	depth: number,
): JsonObject[] | undefined {
	if (Array.isArray(value)) return value.every(isJsonObject) ? value : undefined;
	if (!isJsonObject(value) || depth > 1) return undefined;
	const own = listKeys(shape).filter((key) => Object.hasOwn(value, key));
	// Lists first: an object under `data` may describe the list next to it.
	for (const key of own) {
		const found = Array.isArray(value[key]) && findList(value[key], shape, depth);
		if (found) return found;
	}
	for (const key of own) {
		const found = isJsonObject(value[key]) && findList(value[key], shape, depth + 1);
		if (found) return found;
	}
	return undefined;
}

/** Whether `null` stands in place of a list, and nothing beside it speaks of a failure. */
function isEmptyList(body: JsonValue | undefined, shape: ListShape): boolean {
	if (body === null) return true;
	if (!isJsonObject(body) || saysFailure(body)) return false;
	const own = listKeys(shape).filter((key) => Object.hasOwn(body, key));
	return own.some((key) => {
		const inner = body[key];
		if (!isJsonObject(inner)) return inner === null;
		return listKeys(shape).some((deeper) => Object.hasOwn(inner, deeper) && inner[deeper] === null);
	});
}

/** The status of a failure beside `null`: `{ "code": 401, "data": null }` is not an empty list. */
function saysFailure({ code, status, statusCode, ok }: JsonObject): boolean {
	const numbers = [code, status, statusCode].filter((value) => typeof value === 'number');
	const words = [code, status].filter((value) => typeof value === 'string');
	return (
		ok === false ||
		numbers.some((number) => number !== 0 && (number < 200 || number > 299)) ||
		words.some((word) => !/^(0+|2\d\d|ok|success(ful)?|succeeded|done|complete(d)?)$/i.test(word))
	);
}

function listKeys(shape: ListShape): string[] {
	const known = shape.under === undefined ? [] : [shape.under];
	return [...known, ...spellings(shape.plural), 'data', 'items', 'results', 'records'];
}

/** 'Knowledge Bases' → knowledgeBases, knowledge-bases, knowledge_bases; also from camelCase. */
export function spellings(name: string): string[] {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[\s_-]+/)
		.filter(Boolean);
	const camel = words.map((word, at) => (at === 0 ? word : word[0]!.toUpperCase() + word.slice(1)));
	return [...new Set([camel.join(''), words.join('-'), words.join('_')])];
}

/** The ID of a record under any of its usual names; undefined when it has none. */
export function readId(record: JsonObject, { idField }: { idField: string }): string | undefined {
	// The other spelling is made only on demand: lists are long.
	return (
		firstSaid([record], COMMON_ID_KEYS, idIn) ??
		firstSaid([record], [idField, spellings(idField).at(-1)!], idIn)
	);
}

/** The record with its ID as text under `id`, whatever name VIVI uses; unchanged when it has none. */
export function withId(record: JsonObject, shape: { idField: string }): JsonObject {
	const id = readId(record, shape);
	return id === undefined || record['id'] === id ? record : { ...record, id };
}

const COMMON_ID_KEYS = ['id', '_id', 'uuid'];

function idIn(value: JsonValue | undefined): string | undefined {
	if (typeof value === 'string' && value !== '') return value;
	// From 2^53 on, JSON numbers are text by now; any other large number was rounded.
	return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** A single record: bare, wrapped in the resource's name, `data` and the like, or alone in a list. */
export function readRecord(
	body: JsonObject,
	resource: { name: string; idField: string; under?: string },
): JsonObject {
	if (readId(body, resource) !== undefined) return body;
	const { under } = resource;
	const own = [...(under === undefined ? [] : [under]), ...spellings(resource.name)];
	for (const key of [...own, ...WRAPPERS]) {
		const inner = Object.hasOwn(body, key) ? onlyRecord(body[key]) : undefined;
		if (inner) return own.includes(key) ? inner : readRecord(inner, resource);
	}
	return body;
}

const WRAPPERS = ['data', 'result', 'item', 'record'];

/** An object, also as the only entry of a list. */
export function onlyRecord(value: JsonValue | undefined): JsonObject | undefined {
	const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
	return isJsonObject(one) ? one : undefined;
}
