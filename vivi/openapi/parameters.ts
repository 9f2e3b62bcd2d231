import { checkHeaders } from '../client/headers';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { DescribedField } from './described';
import { fieldOf } from './field-of';
import { follow } from './reference';
import { shapeOf } from './schema-shape';

/**
 * The parameters of an operation and its path, each once; the operation's own replace those of the
 * path.
 */
export function parametersOf(
	root: JsonObject,
	pathItem: JsonObject,
	operation: JsonObject,
): JsonObject[] {
	const found = new Map<string, JsonObject>();
	for (const holder of [pathItem, operation]) {
		const list = holder['parameters'];
		for (const entry of Array.isArray(list) ? list : []) {
			const followed = follow(root, entry);
			// A parameter that the document does not hold has no name and cannot be sent.
			if (!('value' in followed)) continue;
			const { in: place, name } = followed.value;
			if (typeof place !== 'string' || typeof name !== 'string') continue;
			// Upper and lower case make no difference in the name of a header.
			const own = place === 'header' ? name.toLowerCase() : name;
			found.set(place === 'body' ? 'body' : `${place} ${own}`, followed.value);
		}
	}
	return [...found.values()];
}

/** The fields for path, query and headers. Names in the path that the document forgets are added. */
export function parameterFields(
	root: JsonObject,
	path: string,
	parameters: readonly JsonObject[],
): DescribedField[] {
	const names = pathNames(path);
	const fields = parameters.flatMap((parameter) => fieldsOfParameter(root, parameter));
	const known = new Map(fields.map((field) => [field.id, field]));
	const inPath = names.map(
		(name) =>
			known.get(`path.${name}`) ??
			fieldOf(root, { place: 'path', name, schema: { type: 'string' }, required: true })!,
	);
	return [
		...inPath.map((field) => ({ ...field, required: true })),
		...fields.filter(({ place }) => place !== 'path'),
	];
}

/** The names in the braces of a path, each once. */
export function pathNames(path: string): string[] {
	return [...new Set([...path.matchAll(/\{([^{}/]+)\}/g)].map(([, name = '']) => name))];
}

function fieldsOfParameter(root: JsonObject, parameter: JsonObject): DescribedField[] {
	const { in: place, name, description, required } = parameter as Record<string, JsonValue>;
	if (place !== 'path' && place !== 'query' && place !== 'header') return [];
	if (typeof name !== 'string' || name === '') return [];
	if (place === 'header' && isReservedHeader(name)) return [];
	const { schema, isJson } = schemaOf(parameter);
	const common = { place, description, required: required === true } as const;
	const separator = separatorOf(parameter);
	const parts = partsOf(root, parameter, schema);
	if (parts && parts.size > 0) {
		const { required: inner } = shapeOf(root, schema);
		return [...parts].flatMap(([key, [partName, value]]) => {
			const isRequired = common.required && inner.has(key);
			const part = { ...common, name: partName, schema: value, required: isRequired };
			return fieldOf(root, { ...part, description: undefined }) ?? [];
		});
	}
	const note = parts ? 'It is sent as JSON.' : '';
	const field = fieldOf(root, { ...common, name, schema, separator, note });
	if (!field) return [];
	return [isJson && field.type !== 'string' ? { ...field, type: 'json' } : field];
}

/** Headers that OpenAPI says to ignore as parameters, because other parts of a document describe them. */
const SPOKEN_OF_ELSEWHERE = new Set(['accept', 'content-type', 'authorization']);

/** Whether the connection or the request itself sets a header, so that nobody fills it in. */
function isReservedHeader(name: string): boolean {
	if (SPOKEN_OF_ELSEWHERE.has(name.trim().toLowerCase())) return true;
	try {
		checkHeaders({ [name]: 'x' });
		return false;
	} catch {
		return true;
	}
}

/**
 * The properties of an object that become parameters of their own, with the names of these;
 * undefined for anything else.
 */
function partsOf(
	root: JsonObject,
	{ in: place, name, style = 'form', explode, schema: own }: JsonObject,
	schema: JsonValue | undefined,
): Map<string, readonly [name: string, schema: JsonValue]> | undefined {
	const isDeep = style === 'deepObject';
	const isSpread = isDeep || (style === 'form' && explode !== false);
	if (place !== 'query' || !isJsonObject(own) || !isSpread) return undefined;
	const { types, properties, items } = shapeOf(root, schema);
	if (items !== undefined || [...types].some((type) => type !== 'object')) return undefined;
	if (types.size === 0 && properties.size === 0) return undefined;
	return new Map(
		[...properties].map(([key, inner]) => [key, [isDeep ? `${String(name)}[${key}]` : key, inner]]),
	);
}

/** Swagger 2.0 puts the schema's keywords into the parameter itself; a `content` is sent as JSON text. */
function schemaOf(parameter: JsonObject): { schema: JsonValue | undefined; isJson: boolean } {
	const content = parameter['content'];
	if (isJsonObject(content)) {
		const [media] = Object.values(content);
		return { schema: isJsonObject(media) ? media['schema'] : undefined, isJson: true };
	}
	if (isJsonObject(parameter['schema'])) return { schema: parameter['schema'], isJson: false };
	const { description: _description, required: _required, ...schema } = parameter;
	return { schema, isJson: false };
}

/** The separators of OpenAPI's styles and of Swagger's collection formats. */
const STYLES: Readonly<Record<string, string>> = {
	...{ form: ',', spaceDelimited: ' ', pipeDelimited: '|' },
	...{ csv: ',', ssv: ' ', pipes: '|', tsv: '\t' },
};

/** The separator of several values; undefined where the name is repeated for each of them. */
export function separatorOf(parameter: JsonObject): string | undefined {
	const { in: place, schema, type, style = 'form', explode, collectionFormat } = parameter;
	if (place !== 'query' && place !== 'formData') return ',';
	if (isJsonObject(schema)) {
		// Values are separate parameters by default only in the style 'form'.
		const isJoined = explode === false || (explode === undefined && style !== 'form');
		return isJoined ? STYLES[String(style)] : undefined;
	}
	return type === 'array' ? STYLES[String(collectionFormat ?? 'csv')] : undefined;
}
