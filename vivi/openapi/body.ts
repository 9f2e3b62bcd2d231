import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import type { DescribedField, FieldPlace } from './described';
import { fieldOf, isFile } from './field-of';
import { separatorOf } from './parameters';
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

/** OpenAPI 3: a schema for each media type. */
function fieldsOfContent(root: JsonObject, requestBody: JsonObject): DescribedField[] {
	const followed = follow(root, requestBody);
	if (!('value' in followed))
		return [wholeBody('body', false, `JSON, since what it holds ${followed.problem}.`)];
	const { content, required } = followed.value;
	const medias = Object.entries(isJsonObject(content) ? content : {}).map(([type, entry]) => {
		const media = follow(root, entry);
		return { type, schema: 'value' in media ? media.value['schema'] : undefined };
	});
	return fieldsOfMedias(root, medias, required === true);
}

/** A media type of a body, with its schema. */
interface Media {
	type: string;
	schema: JsonValue | undefined;
}

/** The fields of the media type that says most. */
function fieldsOfMedias(root: JsonObject, medias: readonly Media[], required: boolean) {
	for (const place of ['body', 'form', 'urlencoded', 'text', 'file'] as const) {
		const found = medias.filter((media) => placeOf(root, media) === place);
		const chosen = found.find(({ type }) => isUsual(type)) ?? found[0];
		if (!chosen) continue;
		const fields = fieldsOfBody(root, place, chosen.schema, required);
		const isSaid = (place === 'body' || place === 'text') && !/\*/.test(chosen.type);
		return isSaid && !isUsual(chosen.type) ? [...fields, contentType(chosen.type)] : fields;
	}
	return [];
}

/** Whether the request has this content type anyway. */
function isUsual(type: string): boolean {
	return /^\s*(application\/json|text\/plain)\s*(;|$)/i.test(type);
}

/** Many services refuse JSON under another content type than theirs, such as `application/vnd.api+json`. */
function contentType(type: string): DescribedField {
	return {
		...{ id: 'header.Content-Type', place: 'header', name: 'Content-Type', label: 'Content Type' },
		...{ type: 'options', options: [type], default: type, required: true },
		help: 'The content type of the body.',
	};
}

function placeOf(root: JsonObject, { type: mediaType, schema }: Media): FieldPlace {
	const type = mediaType.split(';', 1)[0]!.trim().toLowerCase();
	if (type === '*/*' || type === 'application/*') return isFile(root, schema) ? 'file' : 'body';
	if (/[/+]json$/.test(type)) return 'body';
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
	const given = operation['consumes'] ?? root['consumes'];
	const consumes = (Array.isArray(given) ? given : []).filter((type) => typeof type === 'string');
	const body = parameters.find((parameter) => parameter['in'] === 'body');
	if (body) {
		const { schema, required } = body;
		const types = consumes.filter((type) => !/^(multipart\/|application\/x-www-form-)/i.test(type));
		const medias = (types.length > 0 ? types : ['application/json']).map((type) => ({
			...{ type, schema },
		}));
		return fieldsOfMedias(root, medias, required === true);
	}
	const form = parameters.filter((parameter) => parameter['in'] === 'formData');
	const isMultipart =
		form.some(({ type }) => type === 'file') ||
		consumes.some((type) => /^multipart\/form-data/i.test(type));
	const place = isMultipart ? 'form' : 'urlencoded';
	return form.flatMap(({ name, description, required, ...schema }) => {
		if (typeof name !== 'string' || name === '') return [];
		const separator = separatorOf({ in: 'formData', ...schema });
		const described = { place, name, schema, description, required: required === true } as const;
		return fieldOf(root, { ...described, separator }) ?? [];
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

/** The field for a whole body. */
export function wholeBody(place: FieldPlace, required: boolean, help: string): DescribedField {
	return { id: place, place, name: '', label: 'Body', type: 'json', help, required };
}
