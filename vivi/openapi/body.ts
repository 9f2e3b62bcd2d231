import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { DescribedField, FieldPlace } from './described';
import { fieldOf } from './field-of';
import { follow } from './reference';
import { shapeOf } from './schema-shape';

/**
 * How many properties of a body become fields of their own; the others go into the field of the
 * whole body.
 */
const MOST_PROPERTIES = 400;

/** The fields of an operation's body. */
export function bodyFields(
	root: JsonObject,
	operation: JsonObject,
	parameters: readonly JsonObject[],
): DescribedField[] {
	return isJsonObject(operation['requestBody'])
		? fieldsOfContent(root, operation['requestBody'])
		: fieldsOfSwagger(root, operation, parameters);
}

/** OpenAPI 3: a schema for each media type; this takes the one that says most. */
function fieldsOfContent(root: JsonObject, requestBody: JsonObject): DescribedField[] {
	const followed = follow(root, requestBody);
	if (!('value' in followed))
		return [wholeBody('body', false, `JSON, since what it holds ${followed.problem}.`)];
	const { content, required } = followed.value;
	const medias = isJsonObject(content) ? Object.entries(content) : [];
	for (const place of ['body', 'form', 'urlencoded', 'text', 'file'] as const) {
		const found = medias.find(([type]) => placeOf(type) === place);
		if (!found) continue;
		const media = follow(root, found[1]);
		const schema = 'value' in media ? media.value['schema'] : undefined;
		return fieldsOfBody(root, place, schema, required === true);
	}
	return [];
}

function placeOf(mediaType: string): FieldPlace {
	const type = mediaType.split(';', 1)[0]!.trim().toLowerCase();
	if (/[/+]json$/.test(type) || type === '*/*') return 'body';
	if (type === 'multipart/form-data') return 'form';
	if (type === 'application/x-www-form-urlencoded') return 'urlencoded';
	return /^text\/|[/+](xml|ya?ml)$/.test(type) ? 'text' : 'file';
}

/** Swagger 2.0: the body and the fields of a form are parameters. */
function fieldsOfSwagger(
	root: JsonObject,
	operation: JsonObject,
	parameters: readonly JsonObject[],
): DescribedField[] {
	const body = parameters.find((parameter) => parameter['in'] === 'body');
	if (body) return fieldsOfBody(root, 'body', body['schema'], body['required'] === true);
	const form = parameters.filter((parameter) => parameter['in'] === 'formData');
	const consumes = operation['consumes'] ?? root['consumes'];
	const isMultipart =
		form.some(({ type }) => type === 'file') ||
		(Array.isArray(consumes) && consumes.includes('multipart/form-data'));
	return form.flatMap(({ name, description, required, ...schema }) => {
		const place = isMultipart ? 'form' : 'urlencoded';
		if (typeof name !== 'string' || name === '') return [];
		return fieldOf(root, { place, name, schema, description, required: required === true }) ?? [];
	});
}

/**
 * One level of the body as fields, and one field for the whole body, for everything that lies deeper
 * or is not described.
 */
function fieldsOfBody(
	root: JsonObject,
	place: 'body' | 'form' | 'urlencoded' | 'file' | 'text',
	schema: JsonValue | undefined,
	required: boolean,
): DescribedField[] {
	if (place === 'file') return [{ ...wholeBody(place, required, ''), label: 'File', type: 'file' }];
	if (place === 'text') return [{ ...wholeBody(place, required, ''), type: 'string' }];
	const shape = shapeOf(root, schema);
	const isObject = [...shape.types].every((type) => type === 'object') && shape.properties.size > 0;
	const note = shape.problem === undefined ? '' : `A part of it ${shape.problem}.`;
	if (!isObject) {
		if (place !== 'body') return [];
		return [wholeBody(place, required, ['As JSON.', note].filter(Boolean).join(' '))];
	}
	const fields = [...shape.properties].slice(0, MOST_PROPERTIES).flatMap(([name, inner]) => {
		const isRequired = shape.required.has(name);
		return name === ''
			? []
			: (fieldOf(root, { place, name, schema: inner, required: isRequired }) ?? []);
	});
	if (place !== 'body') return fields;
	const more = [
		'Further properties, as a JSON object. They take the place of the fields of the same name.',
		note,
	];
	return [
		...fields,
		{
			...wholeBody(place, false, more.filter(Boolean).join(' ')),
			label: 'Additional Properties',
			type: 'object',
		},
	];
}

function wholeBody(place: FieldPlace, required: boolean, help: string): DescribedField {
	return { id: place, place, name: '', label: 'Body', type: 'json', help, required };
}
