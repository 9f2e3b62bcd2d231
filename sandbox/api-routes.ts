import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { operationsOf, resources } from '../vivi/catalogue';
import { ROLES, type Endpoint, type Resource } from '../vivi/catalogue/types';
import { listShape } from '../vivi/client/read-list';
import type { JsonObject, JsonValue } from '../vivi/http/json';
import { act, copyOf } from './actions';
import { authenticate } from './authenticate';
import type { Context } from './context';
import { ApiError } from './errors';
import { contentOf } from './file-content';
import type { ApiKey } from './keys';
import { answerList } from './list-style';
import { fillVersions, saveVersion } from './prompt-versions';
import { secondName, secondRoute } from './second-personality';
import { receiveFile } from './uploads';
import { checkBody } from './validation';

/** One route for each operation of the catalogue: what it doesn't know, the sandbox doesn't serve. */
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
					const place = locate(context, resource, operation, params);
					return await carryOut({ context, resource, operation, key, place, request, reply });
				},
			});
		}
	}
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

/** Where an operation works. */
export interface Place {
	/** Where the records of the operation are kept. */
	collection: string;
	/** The record it works on or makes a copy of; empty for lists, other creations and uploads. */
	id: string;
}

/** @throws ApiError 404 when the record, or one of those it lives in, doesn't exist */
function locate(
	{ store }: Context,
	{ idField }: Resource,
	operation: Endpoint,
	params: Record<string, string>,
): Place {
	let path = '';
	let last: Place = { collection: '', id: '' };
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
	place: Place;
	request: FastifyRequest;
	reply: FastifyReply;
}

async function carryOut(task: Task): Promise<JsonValue | FastifyReply> {
	const { context, resource, operation, place, request, reply } = task;
	const { store, settings } = context;
	const { idField } = listShape(resource, operation);
	const idKey = settings.list.idKey === 'resource' ? idField : settings.list.idKey;
	const present = (record: JsonObject): JsonObject => {
		if (idKey === 'id') return record;
		const { id = null, ...rest } = record;
		return { [idKey]: id, ...rest };
	};

	context.work.settle();
	switch (operation.kind) {
		case 'list':
			if (operation.name === 'getVersions') fillVersions(store, place.collection);
			return answerList(store.collection(place.collection), settings.list, request, reply, {
				operation,
				baseUrl: context.url,
				plural: operation.output?.plural ?? camelCase(resource.plural),
				present,
			});

		case 'get':
			return present(store.collection(place.collection).get(place.id)!);

		case 'download': {
			const file = store.collection(place.collection).get(place.id)!;
			return reply
				.type(String(file['mimeType'] ?? 'application/octet-stream'))
				.header('content-length', String(file['size'] ?? 0))
				.header(
					'content-disposition',
					`attachment; filename*=UTF-8''${encodeURIComponent(String(file['name']))}`,
				)
				.send(contentOf(context, file));
		}

		case 'create': {
			const values = checkBody(operation, jsonBody(request));
			// Attribution to a user is documented for account keys; others are themselves the author.
			const onBehalfOf = task.key.keyType === 'account' ? request.headers['x-user-id'] : undefined;
			const createdBy = typeof onBehalfOf === 'string' ? onBehalfOf : task.key.clientId;
			const { id: _id, ...rest } = values;
			const copied = copyOf(store.collection(place.collection).get(place.id));
			const record = store.insert(place.collection, resource.name, {
				...{ ...copied, ...rest, createdBy },
			});
			return reply.code(201).send(present(record));
		}

		case 'update': {
			const { id: _id, ...values } = checkBody(operation, jsonBody(request));
			const changed =
				resource.name === 'prompt'
					? saveVersion(store, place, values)
					: store.update(place.collection, place.id, values)!;
			return present(changed);
		}

		case 'delete':
			store.remove(place.collection, place.id);
			if (resource.name === 'file') recountFiles(context, place.collection);
			return reply.code(204).send();

		case 'action': {
			const values = checkBody(operation, jsonBody(request));
			if (operation.name === 'reindex') {
				context.work.start(place.collection, place.id, 'indexing', settings.work);
			}
			return reply.code(202).send(present(act(store, operation, place, values)));
		}

		case 'upload': {
			const upload = await receiveFile(request, context, fileField(task));
			const { name, mimeType, size } = upload;
			const values = { name, mimeType, size, status: null, createdBy: task.key.clientId };
			const { id } = store.insert(place.collection, resource.name, values);
			context.uploads.set(String(id), upload);
			context.work.start(place.collection, String(id), 'processing', settings.work);
			recountFiles(context, place.collection);
			return reply.code(201).send(present(store.collection(place.collection).get(String(id))!));
		}

		default:
			throw new ApiError(501, 'not_implemented', 'The sandbox does nothing of this kind.');
	}
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

function camelCase(title: string): string {
	const joined = title.replace(/\s+/g, '');
	return joined.charAt(0).toLowerCase() + joined.slice(1);
}
