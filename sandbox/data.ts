import type { ResourceName } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { fillVersions } from './prompt-versions';
import type { Scope } from './store';

/** The records behind the API, for tests. Scopes default to the account's default workspace. */
export function dataAccess({ store, uploads }: Context, workspaceId: string) {
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
		list: (resource: ResourceName, scope?: Scope) =>
			store.collection(pathOf(resource, scope)).all(),
		count: (resource: ResourceName, scope?: Scope) =>
			store.collection(pathOf(resource, scope)).size,
		get: (resource: ResourceName, id: string, scope?: Scope) =>
			store.collection(pathOf(resource, scope)).get(id),
		insert,
		/** Fast enough for 100,000. */
		insertMany: (
			resource: ResourceName,
			count: number,
			make: (index: number) => JsonObject = (index) => ({ name: `Record ${index + 1}` }),
			scope?: Scope,
		) => {
			const path = pathOf(resource, scope);
			return Array.from({ length: count }, (_, index) => store.insert(path, resource, make(index)));
		},
		update: (resource: ResourceName, id: string, values: JsonObject, scope?: Scope) =>
			store.update(pathOf(resource, scope), id, values),
		remove: (resource: ResourceName, id: string, scope?: Scope) =>
			store.remove(pathOf(resource, scope), id),
		/** Removes all, or the given ones. */
		clear: (resource: ResourceName, scope?: Scope, ids?: Iterable<string>) => {
			const collection = store.collection(pathOf(resource, scope));
			collection.removeMany(ids ?? collection.all().map(({ id }) => String(id)));
		},
		/** What belongs to a record: the messages of a thread, the versions of a prompt. */
		held,
		messages: (threadId: string, scope?: Scope) => held('thread', threadId, scope),
		/** Adds a message to a thread, and counts it there. */
		insertMessage: (threadId: string, values: JsonObject, scope?: Scope) => {
			const path = pathOf('thread', scope);
			const message = store.insertMessage(`${path}/${threadId}`, values);
			store.update(path, threadId, { messageCount: held('thread', threadId, scope).length });
			return message;
		},
		/** The content of an uploaded file, by the file's ID or the ID in a channel file's URL. */
		upload: (fileId: string) => {
			const upload = uploads.get(fileId);
			return upload && { size: upload.size, sha256: upload.sha256 };
		},
	};
}
