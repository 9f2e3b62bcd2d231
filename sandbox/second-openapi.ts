import { operationsOf, resources } from '../vivi/catalogue';
import type { Endpoint, Resource } from '../vivi/catalogue/types';
import { listShape } from '../vivi/client/read-list';
import type { JsonObject, JsonValue } from '../vivi/http/json';
import { openApiDocument } from './openapi';
import {
	isSearch,
	SECOND_PREFIX,
	secondAddress,
	secondEnvelope,
	secondName,
	secondRecord,
	workspaceParameter,
} from './second-personality';

/** The document of the second personality, in OpenAPI 3.0, made from the first one's. */
export function secondOpenApiDocument(url: string): JsonObject {
	const first = openApiDocument(url);
	const paths: Record<string, JsonObject> = {};
	const schemas: JsonObject = {
		Error: {
			type: 'object',
			properties: {
				errors: {
					type: 'array',
					items: {
						type: 'object',
						properties: { code: { type: 'string' }, detail: { type: 'string' } },
					},
				},
			},
		},
	};
	const { schemas: firstSchemas, securitySchemes } = first['components'] as Record<
		string,
		JsonObject
	>;
	for (const resource of resources) {
		const name = schemaName(resource);
		schemas[name] = renamed(
			firstSchemas![name] as JsonObject,
			(property) => recordName(property, resource),
			(example) => secondRecord(example, resource, resource.operations.getAll),
		);
		for (const operation of operationsOf(resource)) {
			const { method, path } = secondAddress(resource, operation);
			const described = (first['paths'] as Record<string, Record<string, JsonObject>>)[
				operation.path
			]![operation.method.toLowerCase()]!;
			(paths[path] ??= {})[method.toLowerCase()] = describe(described, resource, operation);
		}
	}
	return older({
		openapi: '3.0.3',
		info: { title: 'VIVI sandbox, second personality', version: '2.0.0' },
		servers: [{ url: `${url}${SECOND_PREFIX}` }],
		security: first['security']!,
		tags: (first['tags'] as JsonObject[]).filter(({ name }) => name !== 'Chat'),
		paths,
		components: {
			securitySchemes: { accessToken: securitySchemes!['accessToken']! },
			schemas,
		},
	}) as JsonObject;
}

function describe(first: JsonObject, resource: Resource, operation: Endpoint): JsonObject {
	const isGone = (name: JsonValue) =>
		name === 'accountId' || (name === 'workspaceId' && workspaceParameter(resource) !== undefined);
	const workspace = workspaceParameter(resource);
	const { summary, tags, ...taken } = first;
	const { requestBody, parameters } = isSearch(resource, operation) ? inBody(taken) : taken;
	return {
		operationId: `${operation.name}_${secondName(resource.name)}`,
		...{ summary: summary!, tags: tags! },
		parameters: [
			...(parameters as JsonObject[])
				.filter(({ name }) => !isGone(name!))
				.map((one) => ({ ...one, name: secondName(String(one['name']), resource) })),
			...(workspace ? [workspace] : []),
		],
		...(requestBody && { requestBody: body(requestBody as JsonObject, resource) }),
		responses: responses(first['responses'] as JsonObject, resource, operation),
	};
}

/** The query parameters of a list, as a body. */
function inBody({ parameters }: JsonObject): JsonObject {
	const all = parameters as JsonObject[];
	const properties = Object.fromEntries(
		all.filter((one) => one['in'] === 'query').map(({ name, schema }) => [name, schema!]),
	);
	const schema: JsonObject = { type: 'object', properties };
	return {
		parameters: all.filter((one) => one['in'] !== 'query'),
		requestBody: { content: { 'application/json': { schema } } },
	};
}

function body({ content, ...rest }: JsonObject, resource: Resource): JsonObject {
	return {
		...rest,
		content: Object.fromEntries(
			Object.entries(content as Record<string, JsonObject>).map(([type, { schema }]) => [
				type,
				{ schema: renamed(schema as JsonObject, (name) => secondName(name, resource)) },
			]),
		),
	};
}

function responses(first: JsonObject, resource: Resource, operation: Endpoint): JsonObject {
	// A file has no field names.
	if (operation.kind === 'download') return first;
	const [[status, answer] = ['', {}]] = Object.entries(first) as Array<[string, JsonObject]>;
	const record: JsonObject = operation.output
		? { type: 'object', properties: heldProperties(resource, operation) }
		: { $ref: `#/components/schemas/${schemaName(resource)}` };
	const properties: JsonObject =
		operation.kind === 'list'
			? {
					[secondEnvelope(resource, operation)]: { type: 'array', items: record },
					next_page_token: { type: ['string', 'null'] },
				}
			: { [secondEnvelope(resource, operation)]: record };
	const { description } = answer;
	return {
		[status]: answer['content']
			? {
					description: description!,
					content: { 'application/json': { schema: { type: 'object', properties } } },
				}
			: { description: description! },
		default: first['default']!,
	};
}

/** The properties of an entry of a list that a record holds. */
function heldProperties(resource: Resource, operation: Endpoint): JsonObject {
	return Object.fromEntries(
		operation.output!.fields.map(({ name }) => [
			name === 'id'
				? secondName(listShape(resource, operation).idField)
				: secondName(name, resource),
			{ type: 'string' },
		]),
	);
}

function recordName(name: string, resource: Resource): string {
	return name === 'id' ? secondName(resource.idField) : secondName(name, resource);
}

/** An object's schema with other names for its properties. */
function renamed(
	{ properties, required, examples, ...schema }: JsonObject,
	rename: (name: string) => string,
	renameExample = (example: JsonObject): JsonObject => example,
): JsonObject {
	return {
		...schema,
		properties: Object.fromEntries(
			Object.entries(properties as JsonObject).map(([name, value]) => [rename(name), value]),
		),
		...(required && { required: (required as string[]).map(rename) }),
		...(examples && { example: renameExample((examples as JsonObject[])[0]!) }),
	};
}

/** The notation of OpenAPI 3.0 for files and for the type `null`, which 3.1 takes from JSON Schema. */
function older(value: JsonValue): JsonValue {
	if (Array.isArray(value)) return value.map(older);
	if (typeof value !== 'object' || value === null) return value;
	const { type, contentMediaType, ...rest } = value;
	const types = Array.isArray(type) ? type.filter((one) => one !== 'null') : undefined;
	return {
		...(type !== undefined && { type: types ? types[0]! : older(type) }),
		...(types && { nullable: true }),
		...(contentMediaType !== undefined && { format: 'binary' }),
		...Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, older(inner)])),
	};
}

const schemaName = ({ name }: Resource) => name.charAt(0).toUpperCase() + name.slice(1);
