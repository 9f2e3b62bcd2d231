import type { Endpoint, InputField } from '../vivi/catalogue/types';
import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import { ApiError } from './errors';

/**
 * Checks a JSON body against the fields of an operation. Unknown fields are allowed: the catalogue
 * lists what the connectors offer, not everything that VIVI may accept.
 * @throws ApiError 422 that names every wrong field
 */
export function checkBody(operation: Endpoint, body: unknown): JsonObject {
	if (body === undefined || body === null) body = {};
	if (!isJsonObject(body)) {
		throw new ApiError(400, 'invalid_body', 'The body must be a JSON object.');
	}
	const details: JsonObject[] = [];
	for (const field of operation.fields) {
		if (field.in === 'query') continue;
		const message = problem(field, body[field.name], body);
		if (message) details.push({ field: field.name, message });
	}
	if (details.length > 0) {
		const names = details.map(({ field }) => `'${String(field)}'`).join(', ');
		throw new ApiError(422, 'validation_failed', `Check ${names}.`, details);
	}
	return body;
}

function problem(
	field: InputField,
	value: JsonValue | undefined,
	body: JsonObject,
): string | undefined {
	const { onlyWhen } = field;
	const asked = !onlyWhen || onlyWhen.values.includes(String(body[onlyWhen.field]));
	if (value === undefined || value === null || value === '') {
		return field.required && asked ? 'is required' : undefined;
	}
	switch (field.type) {
		case 'number':
			return typeof value === 'number' ? undefined : 'must be a number';
		case 'boolean':
			return typeof value === 'boolean' ? undefined : 'must be true or false';
		case 'json':
			return isJsonObject(value) ? undefined : 'must be an object';
		case 'references':
		case 'texts':
		case 'urls':
			return Array.isArray(value) && value.every((id) => typeof id === 'string')
				? undefined
				: 'must be a list of texts';
		case 'email':
			return /^[^\s@]+@[^\s@]+$/.test(String(value)) ? undefined : 'must be an email address';
		case 'options':
			return field.options?.some((option) => option.value === value)
				? undefined
				: `must be one of ${field.options?.map((option) => option.value).join(', ')}`;
		default:
			return typeof value === 'string' ? undefined : 'must be a text';
	}
}
