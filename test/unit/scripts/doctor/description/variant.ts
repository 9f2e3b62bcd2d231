import { openApiDocument } from '../../../../../sandbox/openapi';
import type { JsonObject, JsonValue } from '../../../../../vivi/http/json';

/** An operation of our own document, to be varied. */
export interface Described {
	/** `agent.create` */
	id: string;
	method: string;
	path: string;
	/** Names and places. */
	parameters: JsonObject[];
	operation: JsonObject;
}

/** What an operation becomes in a variant: none, one or several. */
export type Vary = (one: Described) => Described[];

/** A document in which each operation of ours was varied, and where each of them went. */
export function variant(vary: Vary, more: readonly string[] = []) {
	const paths: Record<string, JsonObject> = {};
	const expected = new Map<string, string[]>();
	for (const one of ownOperations()) {
		for (const varied of vary(one)) {
			const { id, method, path, parameters, operation } = varied;
			expected.set(id, [...(expected.get(id) ?? []), `${method} ${path}`]);
			(paths[path] ??= {})[method.toLowerCase()] = { ...operation, parameters };
		}
	}
	for (const key of more) {
		const [method = '', path = ''] = key.split(' ');
		(paths[path] ??= {})[method.toLowerCase()] = { responses: {} };
	}
	const document = { openapi: '3.0.3', info: { title: 'Variant', version: '1' }, paths };
	return { document, text: JSON.stringify(document), expected };
}

function ownOperations(): Described[] {
	const { paths } = openApiDocument('https://api.vivi.bot') as Record<string, JsonObject>;
	return Object.entries(paths!).flatMap(([path, item]) =>
		Object.entries(item as Record<string, JsonObject>)
			.filter(() => !path.startsWith('/channelsApi'))
			.map(([method, { operationId, parameters, ...operation }]) => ({
				id: String(operationId),
				method: method.toUpperCase(),
				path,
				parameters: parameters as JsonObject[],
				// What an operation is called in our words would help the matcher.
				operation: { ...operation, tags: [], summary: '' },
			})),
	);
}

/** The same with other segments and names in the braces. */
export function withPath(one: Described, change: (path: string) => string): Described {
	const path = change(one.path);
	const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
	return {
		...one,
		path,
		parameters: [
			...names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
			...one.parameters.filter((parameter) => parameter['in'] !== 'path'),
		],
	};
}

/** With another parameter. */
export function withParameter(one: Described, parameter: JsonObject): Described {
	return { ...one, parameters: [...one.parameters, { schema: { type: 'string' }, ...parameter }] };
}

/** With other names for the properties of the body. */
export function withNames(one: Described, rename: (name: string) => string): Described {
	const walk = (value: JsonValue, key: string): JsonValue => {
		if (Array.isArray(value))
			return key === 'required' ? value.map((name) => rename(String(name))) : value;
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [
				key === 'properties' ? rename(name) : name,
				walk(inner, name),
			]),
		);
	};
	const { requestBody, ...operation } = one.operation;
	return {
		...one,
		operation: { ...operation, ...(requestBody && { requestBody: walk(requestBody, '') }) },
	};
}

export const snakeCase = (name: string) =>
	name
		.replace(/([a-z\d])([A-Z])/g, '$1_$2')
		.replace(/-/g, '_')
		.toLowerCase();
