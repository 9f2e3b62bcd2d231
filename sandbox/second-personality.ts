import type { FastifyRequest, RouteOptions } from 'fastify';
import type { Endpoint, Resource } from '../vivi/catalogue/types';
import { listShape } from '../vivi/client/read-list';
import { isJsonObject, type JsonObject, type JsonValue } from '../vivi/http/json';
import type { Context } from './context';

/*
 * A VIVI with the same records, keys and roles at other addresses. All assumptions of the connectors about
 * VIVI's API that can be wrong are wrong here. It translates each request for the first personality.
 */

/** The prefix of all addresses of the second personality. */
export const SECOND_PREFIX = '/platform/v2';

/** Names that differ by more than snake_case. */
const WORDS: Readonly<Record<string, string>> = {
	knowledgeBaseId: 'kb_id',
	fileId: 'document_id',
	file: 'document',
	files: 'documents',
	'prompt.name': 'title',
	'prompt.content': 'text',
	search: 'q',
	limit: 'page_size',
	cursor: 'page_token',
};

/** The place of the workspace's ID for resources that are not below a workspace. */
const WORKSPACE_PLACES: Readonly<Record<string, 'query' | 'header'>> = {
	thread: 'query',
	channel: 'header',
};
const WORKSPACE_HEADER = 'x-workspace-id';

/** The name of a field, parameter or resource. */
export function secondName(name: string, resource?: Resource): string {
	return WORDS[`${resource?.name}.${name}`] ?? WORDS[name] ?? snakeCase(name);
}

/** The path of an operation without {@link SECOND_PREFIX}, with the names of this API. */
export function secondAddress(resource: Resource, operation: Endpoint) {
	const dropped = WORKSPACE_PLACES[resource.name]
		? '/accounts/{accountId}/workspaces/{workspaceId}'
		: '/accounts/{accountId}';
	const path = operation.path
		.slice(dropped.length)
		.split('/')
		.map((segment) =>
			segment.startsWith('{') ? `{${secondName(segment.slice(1, -1))}}` : secondName(segment),
		)
		.join('/');
	if (isSearch(resource, operation)) return { method: 'POST', path: `${path}/search` };
	// Prompts have verbs in their paths.
	const isVerb =
		resource.name === 'prompt' && ['create', 'update', 'delete'].includes(operation.kind);
	return isVerb
		? { method: 'POST', path: `${path}/${operation.name}` }
		: { method: operation.method === 'PATCH' ? 'PUT' : operation.method, path };
}

/** Whether a list is asked for by POST, with all its parameters in the body. */
export function isSearch({ name }: Resource, operation: Endpoint): boolean {
	return name === 'prompt' && operation.name === 'getAll';
}

/** Parameters in the query or a header that name the workspace. */
export function workspaceParameter(resource: Resource): JsonObject | undefined {
	const place = WORKSPACE_PLACES[resource.name];
	const name = place === 'header' ? 'X-Workspace-Id' : 'workspace_id';
	return place && { name, in: place, required: true, schema: { type: 'string' } };
}

/** The key of an answer that holds the records, or the record. */
export function secondEnvelope(resource: Resource, operation: Endpoint): string {
	if (operation.kind !== 'list') return secondName(resource.name);
	return secondName(operation.output?.plural ?? resource.plural.replace(/\s/g, ''));
}

/** A record in the names of this API; the values of its fields stay as they are. */
export function secondRecord(record: JsonObject, resource: Resource, operation: Endpoint) {
	const id = secondName(listShape(resource, operation).idField);
	return Object.fromEntries(
		Object.entries(record).map(([name, value]) => [
			name === 'id' ? id : secondName(name, resource),
			value,
		]),
	);
}

/** Method, address and translation of an operation's route. */
export function secondRoute({ store }: Context, resource: Resource, operation: Endpoint) {
	const { method, path } = secondAddress(resource, operation);
	const names = [
		...[...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
		...operation.fields.map(({ name }) => name),
		...['limit', 'cursor'],
	];
	const ours = new Map(names.map((name) => [secondName(name, resource), name]));
	const read = (values: unknown) =>
		isJsonObject(values)
			? Object.fromEntries(
					Object.entries(values).map(([name, value]) => [ours.get(name) ?? name, value]),
				)
			: values;

	const translate = async (request: FastifyRequest) => {
		const searched = isSearch(resource, operation)
			? Object.entries(request.body as JsonObject).map(([name, value]) => [name, String(value)])
			: [];
		const query = read({
			...(request.query as JsonObject),
			...Object.fromEntries(searched),
		}) as JsonObject;
		const place = WORKSPACE_PLACES[resource.name];
		const workspaceId =
			place === 'query' ? query['workspaceId'] : place && request.headers[WORKSPACE_HEADER];
		request.params = {
			...(read({ ...(request.params as JsonObject) }) as JsonObject),
			accountId: store.accountId,
			...(place && { workspaceId: String(workspaceId ?? '') }),
		};
		request.query = query;
		request.body = read(request.body);
		return await Promise.resolve();
	};
	const hooks: Pick<RouteOptions, 'preHandler' | 'preSerialization'> = {
		preHandler: translate,
		preSerialization: async (_request, reply, payload) =>
			await Promise.resolve(
				reply.statusCode < 300
					? answer(payload as JsonObject, resource, operation)
					: problem(payload as JsonObject),
			),
	};
	return {
		...{ method, hooks },
		url: `${SECOND_PREFIX}${path}`.replace(/\{(\w+)\}/g, ':$1'),
	};
}

function answer(payload: JsonObject, resource: Resource, operation: Endpoint): JsonObject {
	const present = (value: JsonValue) => secondRecord(value as JsonObject, resource, operation);
	const envelope = secondEnvelope(resource, operation);
	if (operation.kind !== 'list') return { [envelope]: present(payload) };
	const { data, nextCursor } = payload;
	return { [envelope]: (data as JsonValue[]).map(present), next_page_token: nextCursor! };
}

function problem({ error }: JsonObject): JsonObject {
	const { code, message } = (error ?? {}) as JsonObject;
	return { errors: [{ code: code!, detail: message! }] };
}

function snakeCase(name: string): string {
	return name
		.replace(/([a-z\d])([A-Z])/g, '$1_$2')
		.replace(/-/g, '_')
		.toLowerCase();
}
