import type { ResourceName } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { fillVersions } from './prompt-versions';
import type { Scope } from './store';

/** The records behind the API, for tests. Scopes default to the account's default workspace. */
export interface DataAccess {
	list(resource: ResourceName, scope?: Scope): JsonObject[];
	count(resource: ResourceName, scope?: Scope): number;
	get(resource: ResourceName, id: string, scope?: Scope): JsonObject | undefined;
	insert(resource: ResourceName, values: JsonObject, scope?: Scope): JsonObject;
	/** Fast enough for 100,000. */
	insertMany(
		resource: ResourceName,
		count: number,
		make?: (index: number) => JsonObject,
		scope?: Scope,
	): JsonObject[];
	update(
		resource: ResourceName,
		id: string,
		values: JsonObject,
		scope?: Scope,
	): JsonObject | undefined;
	remove(resource: ResourceName, id: string, scope?: Scope): boolean;
	/** Removes all, or the given ones. */
	clear(resource: ResourceName, scope?: Scope, ids?: Iterable<string>): void;
	/** What belongs to a record: the messages of a thread, the versions of a prompt. */
	held(resource: ResourceName, id: string, scope?: Scope): JsonObject[];
	messages(threadId: string, scope?: Scope): JsonObject[];
	/** Adds a message to a thread, and counts it there. */
	insertMessage(threadId: string, values: JsonObject, scope?: Scope): JsonObject;
	/** The content of an uploaded file, by the file's ID or the ID in a channel file's URL. */
	upload(fileId: string): { size: number; sha256: string } | undefined;
}

export function dataAccess({ store, uploads }: Context, workspaceId: string): DataAccess {
	const pathOf = (resource: ResourceName, scope: Scope = {}) =>
		store.listPath(resource, { workspaceId, ...scope });
	const insert = (resource: ResourceName, values: JsonObject, scope?: Scope) =>
		store.insert(pathOf(resource, scope), resource, {
			...(resource === 'thread' ? {} : { name: `New ${resource}` }),
			...values,
		});

	const held = (resource: ResourceName, id: string, scope?: Scope) => {
		const path = `${pathOf(resource, scope)}/${id}`;
		if (resource === 'thread') return store.collection(`${path}/messages`).all();
		fillVersions(store, `${path}/versions`);
		return store.collection(`${path}/versions`).all();
	};

	return {
		list: (resource, scope) => store.collection(pathOf(resource, scope)).all(),
		count: (resource, scope) => store.collection(pathOf(resource, scope)).size,
		get: (resource, id, scope) => store.collection(pathOf(resource, scope)).get(id),
		insert,
		insertMany: (resource, count, make = (index) => ({ name: `Record ${index + 1}` }), scope) => {
			const path = pathOf(resource, scope);
			return Array.from({ length: count }, (_, index) => store.insert(path, resource, make(index)));
		},
		update: (resource, id, values, scope) => store.update(pathOf(resource, scope), id, values),
		remove: (resource, id, scope) => store.remove(pathOf(resource, scope), id),
		clear: (resource, scope, ids) => {
			const collection = store.collection(pathOf(resource, scope));
			collection.removeMany(ids ?? collection.all().map(({ id }) => String(id)));
		},
		held,
		messages: (threadId, scope) => held('thread', threadId, scope),
		insertMessage: (threadId, values, scope) => {
			const path = pathOf('thread', scope);
			const message = store.insertMessage(`${path}/${threadId}`, values);
			store.update(path, threadId, { messageCount: held('thread', threadId, scope).length });
			return message;
		},
		upload: (fileId) => {
			const upload = uploads.get(fileId);
			return upload && { size: upload.size, sha256: upload.sha256 };
		},
	};
}
