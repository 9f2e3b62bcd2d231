import { operationsOf, resources } from '../vivi/catalogue';
import { chat } from '../vivi/catalogue/chat';
import type { Endpoint, InputField, OutputField, Resource } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';

const LIST_PARAMETERS: JsonObject[] = [
	{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200 } },
	{ name: 'cursor', in: 'query', schema: { type: 'string' } },
];

/** The catalogue as an OpenAPI 3.1 document; `x-vivi-source` says what VIVI's pages really show. */
export function openApiDocument(url: string): JsonObject {
	const paths: Record<string, JsonObject> = {};
	const schemas: JsonObject = {
		Error: {
			type: 'object',
			properties: {
				error: {
					type: 'object',
					properties: { code: { type: 'string' }, message: { type: 'string' } },
				},
			},
		},
	};
	for (const resource of resources) {
		schemas[schemaName(resource)] = outputSchema(resource.output, resource.sample);
	}
	for (const group of [...resources, chat]) {
		for (const operation of operationsOf<Endpoint>(group)) {
			(paths[operation.path] ??= {})[operation.method.toLowerCase()] =
				operation.connection === 'channel'
					? describeChannel(operation)
					: describe(group as Resource, operation);
		}
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'VIVI sandbox',
			version: '1.0.0',
			description:
				'A local stand-in for VIVI. Only operations with x-vivi-source: documented are shown on VIVI’s public pages; the others are assumed.',
		},
		servers: [{ url }],
		security: [{ accessToken: [] }],
		tags: [...[...resources, chat].map(({ label, description }) => ({ name: label, description }))],
		paths,
		components: {
			securitySchemes: {
				accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
				channelKey: { type: 'apiKey', in: 'header', name: 'vivi-api-key' },
			},
			schemas,
		},
	};
}

function describe(resource: Resource, operation: Endpoint): JsonObject {
	const query = operation.fields.filter((field) => field.in === 'query');
	const body = operation.fields.filter((field) => field.in !== 'query');
	const parameters: JsonObject[] = [
		...pathParameters(operation),
		...query.map((field) => ({
			name: field.name,
			in: 'query',
			description: field.help,
			schema: inputSchema(field),
		})),
		...(operation.kind === 'list' ? LIST_PARAMETERS : []),
	];
	return {
		operationId: `${resource.name}.${operation.name}`,
		summary: operation.action,
		description: operation.description,
		tags: [resource.label],
		'x-vivi-source': operation.source,
		'x-vivi-roles': [...operation.roles],
		parameters,
		...(body.length > 0 ? { requestBody: requestBody(operation, body) } : {}),
		responses: {
			...success(resource, operation),
			default: { description: 'Error', content: json({ $ref: '#/components/schemas/Error' }) },
		},
	};
}

/** The agent's answer depends on the channel's style and the agent, so no shape is promised. */
function describeChannel(operation: Endpoint): JsonObject {
	const status = operation.kind === 'upload' ? '201' : '200';
	return {
		operationId: `${chat.name}.${operation.name}`,
		summary: operation.action,
		description: operation.description,
		tags: [chat.label],
		'x-vivi-source': operation.source,
		security: [{ channelKey: [] }],
		parameters: pathParameters(operation),
		requestBody: requestBody(operation, operation.sent ?? operation.fields),
		responses: {
			[status]: { description: 'The answer', content: json({}) },
			default: { description: 'Error', content: json({ $ref: '#/components/schemas/Error' }) },
		},
	};
}

function pathParameters({ path }: Endpoint): JsonObject[] {
	return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' },
	}));
}

function requestBody(operation: Endpoint, fields: readonly InputField[]): JsonObject {
	const required = fields.filter((field) => field.required && !field.onlyWhen);
	const schema: JsonObject = {
		type: 'object',
		properties: Object.fromEntries(fields.map((field) => [field.name, inputSchema(field)])),
		...(required.length > 0 ? { required: required.map(({ name }) => name) } : {}),
	};
	return {
		required: required.length > 0,
		content: operation.kind === 'upload' ? { 'multipart/form-data': { schema } } : json(schema),
	};
}

function success(resource: Resource, operation: Endpoint): JsonObject {
	const record: JsonObject = operation.output
		? outputSchema(operation.output.fields, operation.output.sample)
		: { $ref: `#/components/schemas/${schemaName(resource)}` };
	switch (operation.kind) {
		case 'list':
			return {
				'200': {
					description: 'A page of records',
					content: json({
						type: 'object',
						required: ['data'],
						properties: {
							data: { type: 'array', items: record },
							nextCursor: { type: ['string', 'null'] },
						},
					}),
				},
			};
		case 'create':
		case 'upload':
			return { '201': { description: 'The new record', content: json(record) } };
		case 'action':
			return { '202': { description: 'Accepted', content: json(record) } };
		case 'download':
			return {
				'200': {
					description: 'The file',
					content: {
						'application/octet-stream': {
							schema: { type: 'string', contentMediaType: 'application/octet-stream' },
						},
					},
				},
			};
		case 'delete':
			return { '204': { description: 'Deleted' } };
		default:
			return { '200': { description: 'The record', content: json(record) } };
	}
}

const json = (schema: JsonObject): JsonObject => ({ 'application/json': { schema } });

const schemaName = ({ name }: Resource) => name.charAt(0).toUpperCase() + name.slice(1);

function outputSchema(fields: readonly OutputField[], example: JsonObject): JsonObject {
	return {
		type: 'object',
		properties: Object.fromEntries(
			fields.map(({ name, label, type }) => [
				name,
				type === 'dateTime'
					? { type: ['string', 'null'], format: 'date-time', title: label }
					: { type: [type, 'null'], title: label },
			]),
		),
		examples: [example],
	};
}

function inputSchema(field: InputField): JsonObject {
	const described = { title: field.label, description: field.help };
	switch (field.type) {
		case 'number':
		case 'boolean':
			return { type: field.type, ...described };
		case 'json':
			return { type: 'object', ...described };
		case 'anyJson':
			// Of a channel: several messages.
			return { type: 'array', ...described };
		case 'references':
		case 'texts':
		case 'urls':
			return { type: 'array', items: { type: 'string' }, ...described };
		case 'options':
			return { type: 'string', enum: field.options?.map(({ value }) => value) ?? [], ...described };
		case 'email':
			return { type: 'string', format: 'email', ...described };
		case 'url':
			return { type: 'string', format: 'uri', ...described };
		case 'dateTime':
			return { type: 'string', format: 'date-time', ...described };
		case 'file':
			return { type: 'string', contentMediaType: 'application/octet-stream', ...described };
		default:
			return { type: 'string', ...described };
	}
}
