import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { operationsOf, resources } from '../vivi/catalogue';
import { ROLES, type Endpoint, type Resource } from '../vivi/catalogue/types';
import { listShape } from '../vivi/client/read-list';
import type { JsonObject, JsonValue } from '../vivi/http/json';
import { act, copyOf } from './actions';
import type { Context } from './context';
import { ApiError } from './errors';
import type { ApiKey } from './keys';
import { answerList } from './list-style';
import { fillVersions, saveVersion } from './prompt-versions';
import { secondName, secondRoute } from './second-personality';
import type { Target } from './store';
import { contentOf, receiveFile } from './uploads';
import { checkBody } from './validation';

/** One route for each operation of the catalogue; the sandbox serves nothing else. */
export function apiRoutes(app: FastifyInstance, context: Context): void {
	for (const resource of resources) {
		for (const operation of operationsOf(resource)) {
			const second =
				context.personality === 'second' ? secondRoute(context, resource, operation) : undefined;
			app.route({
				method: second?.method ?? operation.method,
				url: second?.url ?? operation.path.replace(/\{(\w+)\}/g, ':$1'),
				...second?.hooks,
				handler: async (request, reply) => {
					const key = await authenticate(context, request.headers);
					if (request.call) request.call.record.keyId = key.id;
					const params = request.params as Record<string, string>;
					authorise(context, key, operation, params);
					const target = locate(context, resource, operation, params);
					return await carryOut({ context, resource, operation, key, target, request, reply });
				},
			});
		}
	}
}

/**
 * The key behind a request's Bearer token.
 * @throws ApiError 401 when there is none, it is no longer valid, or its key was deactivated
 */
async function authenticate(
	context: Context,
	headers: Record<string, string | string[] | undefined>,
): Promise<ApiKey> {
	const [, token] = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? '')) ?? [];
	if (!token) {
		const message = headers['vivi-api-key']
			? 'A vivi-api-key belongs to an API channel. Send an access token as Authorization: Bearer.'
			: 'Send an access token as Authorization: Bearer.';
		throw new ApiError(401, 'unauthorized', message);
	}
	const keyId = await context.tokens.verify(token, `${context.url}/`);
	const key = keyId === undefined ? undefined : context.keys.find(keyId);
	if (!key) throw new ApiError(401, 'invalid_token', 'The access token is invalid or expired.');
	if (!key.active) throw new ApiError(401, 'key_deactivated', 'The API key was deactivated.');
	return key;
}

/** @throws ApiError 403 when the key's account, workspace or role doesn't reach that far */
function authorise(
	{ store }: Context,
	key: ApiKey,
	operation: Endpoint,
	params: Record<string, string>,
): void {
	if (params.accountId !== store.accountId) {
		throw new ApiError(403, 'wrong_account', 'This key belongs to another account.');
	}
	const elsewhere = params.workspaceId !== undefined && params.workspaceId !== key.workspaceId;
	if (key.keyType === 'workspace' && elsewhere) {
		throw new ApiError(403, 'wrong_workspace', 'This key is limited to another workspace.');
	}
	if (!operation.roles.includes(key.role)) {
		throw new ApiError(403, 'forbidden', `The role ${ROLES[key.role]} does not allow this.`);
	}
}

/** @throws ApiError 404 when the record, or one of those it lives in, doesn't exist */
function locate(
	{ store }: Context,
	{ idField }: Resource,
	operation: Endpoint,
	params: Record<string, string>,
): Target {
	let path = '';
	let last: Target = { collection: '', id: '' };
	for (const segment of operation.path.split('/').slice(1)) {
		const [, parameter] = /^\{(\w+)\}$/.exec(segment) ?? [];
		if (parameter === undefined) {
			path += `/${segment}`;
			continue;
		}
		const id = params[parameter] ?? '';
		if (parameter !== 'accountId') {
			if (!store.has(path, id)) {
				const owner = resources.find(({ idField }) => idField === parameter);
				throw new ApiError(404, 'not_found', `${owner?.label ?? 'Record'} not found.`);
			}
			last = { collection: path, id };
		}
		path += `/${id}`;
	}
	const onRecord = operation.kind !== 'list' && operation.path.includes(`{${idField}}`);
	return onRecord ? last : { collection: path, id: '' };
}

interface Task {
	context: Context;
	resource: Resource;
	operation: Endpoint;
	key: ApiKey;
	target: Target;
	request: FastifyRequest;
	reply: FastifyReply;
}

type Answer = JsonValue | FastifyReply | Promise<FastifyReply>;

const HANDLERS: Partial<Record<Endpoint['kind'], (task: Task) => Answer>> = {
	list: answerPage,
	get: (task) => present(task, record(task)),
	download: sendFile,
	create: createRecord,
	update: updateRecord,
	delete: deleteRecord,
	action: carryOutAction,
	upload: takeUpload,
};

async function carryOut(task: Task): Promise<JsonValue | FastifyReply> {
	task.context.work.settle();
	const handler = HANDLERS[task.operation.kind];
	if (handler) return await handler(task);
	throw new ApiError(501, 'not_implemented', 'The sandbox does nothing of this kind.');
}

function answerPage(task: Task): JsonValue {
	const { context, operation, target, request, reply } = task;
	const { store, settings } = context;
	if (operation.name === 'getVersions') fillVersions(store, target.collection);
	return answerList(store.collection(target.collection), settings.list, request, reply, {
		operation,
		baseUrl: context.url,
		present: (record) => present(task, record),
	});
}

function sendFile(task: Task): FastifyReply {
	const file = record(task);
	const name = encodeURIComponent(String(file['name']));
	return task.reply
		.type(String(file['mimeType'] ?? 'application/octet-stream'))
		.header('content-length', String(file['size'] ?? 0))
		.header('content-disposition', `attachment; filename*=UTF-8''${name}`)
		.send(contentOf(task.context, file));
}

function createRecord(task: Task): FastifyReply {
	const { context, resource, operation, key, target, request, reply } = task;
	const { store } = context;
	const { id: _id, ...values } = checkBody(operation, jsonBody(request));
	// Attribution to a user is documented for account keys; others are themselves the author.
	const onBehalfOf = key.keyType === 'account' ? request.headers['x-user-id'] : undefined;
	const createdBy = typeof onBehalfOf === 'string' ? onBehalfOf : key.clientId;
	const copied = copyOf(store.collection(target.collection).get(target.id));
	const created = { ...copied, ...values, createdBy };
	return reply
		.code(201)
		.send(present(task, store.insert(target.collection, resource.name, created)));
}

function updateRecord(task: Task): JsonObject {
	const { context, resource, operation, target, request } = task;
	const { store } = context;
	const { id: _id, ...values } = checkBody(operation, jsonBody(request));
	const changed =
		resource.name === 'prompt'
			? saveVersion(store, target, values)
			: store.update(target.collection, target.id, values)!;
	return present(task, changed);
}

function deleteRecord({ context, resource, target, reply }: Task): FastifyReply {
	context.store.remove(target.collection, target.id);
	if (resource.name === 'file') recountFiles(context, target.collection);
	return reply.code(204).send();
}

function carryOutAction(task: Task): FastifyReply {
	const { context, operation, target, request, reply } = task;
	const values = checkBody(operation, jsonBody(request));
	if (operation.name === 'reindex') {
		context.work.start(target.collection, target.id, 'indexing', context.settings.work);
	}
	return reply.code(202).send(present(task, act(context.store, operation, target, values)));
}

async function takeUpload(task: Task): Promise<FastifyReply> {
	const { context, resource, key, target, request, reply } = task;
	const { store, settings, work } = context;
	const upload = await receiveFile(request, context, fileField(task));
	const { name, mimeType, size } = upload;
	const values = { name, mimeType, size, status: null, createdBy: key.clientId };
	const id = String(store.insert(target.collection, resource.name, values).id);
	context.uploads.set(id, upload);
	work.start(target.collection, id, 'processing', settings.work);
	recountFiles(context, target.collection);
	return await reply.code(201).send(present(task, store.collection(target.collection).get(id)!));
}

function record({ context, target }: Task): JsonObject {
	return context.store.collection(target.collection).get(target.id)!;
}

/** The record with its ID under the name that the list style says. */
function present({ context, resource, operation }: Task, record: JsonObject): JsonObject {
	const { idKey } = context.settings.list;
	const name = idKey === 'resource' ? listShape(resource, operation).idField : idKey;
	if (name === 'id') return record;
	const { id = null, ...rest } = record;
	return { [name]: id, ...rest };
}

/** The part of an upload that holds the file. */
function fileField({ context, operation }: Task): string {
	const { name } = operation.fields.find(({ type }) => type === 'file')!;
	return context.personality === 'second' ? secondName(name) : name;
}

/** Keeps the `fileCount` of the knowledge base whose files are listed at that path. */
function recountFiles({ store }: Context, filesPath: string): void {
	const [, path, id] = /^(.*)\/([^/]+)\/[^/]+$/.exec(filesPath) ?? [];
	if (path && id) store.update(path, id, { fileCount: store.collection(filesPath).size });
}

function jsonBody(request: FastifyRequest): unknown {
	const type = request.headers['content-type'];
	if (type !== undefined && !/^application\/(.+\+)?json\b/i.test(type)) {
		throw new ApiError(415, 'unsupported_media_type', 'Send the body as application/json.');
	}
	return request.body;
}
