import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { DescribedField } from './described';
import { fieldOf } from './field-of';
import { isReservedHeader } from './reserved-header';
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
			found.set(place === 'body' ? 'body' : `${place} ${name}`, followed.value);
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
	if (place === 'query' && parameter['style'] === 'deepObject') {
		const { properties, required: inner } = shapeOf(root, schema);
		return [...properties].flatMap(([key, value]) => {
			const isRequired = common.required && inner.has(key);
			const part = { ...common, name: `${name}[${key}]`, schema: value, required: isRequired };
			return fieldOf(root, { ...part, description: undefined }) ?? [];
		});
	}
	const field = fieldOf(root, { ...common, name, schema, isJoined: isJoined(parameter) });
	if (!field) return [];
	return [isJson && field.type !== 'string' ? { ...field, type: 'json' } : field];
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

/** Whether several values become one text with commas, and not a repeated name. */
function isJoined(parameter: JsonObject): boolean {
	if (parameter['in'] !== 'query') return true;
	if (isJsonObject(parameter['schema'])) {
		const style = parameter['style'] ?? 'form';
		return style === 'form' && parameter['explode'] === false;
	}
	return parameter['type'] === 'array' && (parameter['collectionFormat'] ?? 'csv') === 'csv';
}
