import {
	mimeTypeOf,
	multipartForm,
	type EncodedBody,
	type FormPart,
	type UploadFile,
} from '../client/multipart';
import { ViviInputError } from '../errors';
import { isJsonObject, writeJson, type JsonObject, type JsonValue } from '../http/json';
import { invalid, type Named } from '../input/problems';

/** The values for a body. */
export type BodyValue = { field: Named; name: string } & (
	| { place: 'body' | 'form' | 'urlencoded' | 'text'; value: JsonValue }
	| { place: 'file'; file: UploadFile }
);

/**
 * The body of a request; it holds only what was filled in.
 * @returns undefined when nothing was filled in
 * @throws ViviInputError when the values belong to different kinds of body
 */
export function encodeBody(values: readonly BodyValue[]): EncodedBody | undefined {
	const [first] = values;
	if (!first) return undefined;
	const other = values.find((one) => kindOf(one) !== kindOf(first));
	if (other) {
		throw new ViviInputError({
			code: 'mixed_body',
			field: other.field.name,
			message: `'${first.field.name}' and '${other.field.name}' cannot be sent together.`,
			hint: 'They belong to different kinds of body. Empty one of the two, or choose the operation anew.',
		});
	}
	switch (kindOf(first)) {
		case 'json':
			return { contentType: 'application/json', body: writeJson(jsonBody(values)) };
		case 'multipart':
			return multipartForm(values.flatMap(formParts));
		case 'urlencoded':
			return { contentType: 'application/x-www-form-urlencoded', body: urlencoded(values) };
		default:
			return wholeBody(first);
	}
}

function kindOf({ place, name }: BodyValue): 'json' | 'multipart' | 'urlencoded' | 'whole' {
	if (place === 'body') return 'json';
	if (place === 'urlencoded') return place;
	return place === 'form' || (place === 'file' && name !== '') ? 'multipart' : 'whole';
}

/** Properties of the whole body replace fields of the same name. */
function jsonBody(values: readonly BodyValue[]): JsonValue {
	const named = values.filter(({ name }) => name !== '');
	const whole = values.find(({ name }) => name === '');
	if (named.length === 0 && whole) return valueOf(whole);
	const body: JsonObject = Object.fromEntries(named.map((one) => [one.name, valueOf(one)]));
	if (!whole) return body;
	const more = valueOf(whole);
	if (isJsonObject(more)) return { ...body, ...more };
	throw invalid(
		whole.field,
		'is no JSON object, so that the other fields of the body cannot go with it',
		'Enter an object such as { "key": "value" }, or empty the other fields of the body.',
	);
}

function formParts(one: BodyValue): FormPart[] {
	const { name } = one;
	if (one.place === 'file') return [{ name, file: one.file }];
	return [valueOf(one)]
		.flat()
		.map((value) =>
			typeof value === 'object' && value !== null
				? { name, text: writeJson(value), mimeType: 'application/json' }
				: { name, text: String(value) },
		);
}

function urlencoded(values: readonly BodyValue[]): string {
	const form = new URLSearchParams();
	for (const one of values) {
		for (const value of [valueOf(one)].flat()) {
			form.append(one.name, typeof value === 'object' ? writeJson(value) : String(value));
		}
	}
	return form.toString();
}

function wholeBody(one: BodyValue): EncodedBody {
	if (one.place === 'file') return { contentType: mimeTypeOf(one.file), body: one.file.content };
	return { contentType: 'text/plain; charset=utf-8', body: String(valueOf(one)) };
}

function valueOf(one: BodyValue): JsonValue {
	return one.place === 'file' ? null : one.value;
}
