import type { JsonObject, JsonValue } from '../vivi/http/json';
import { ApiError } from './errors';
import type { Store, Target } from './store';

/** Saves a change of a prompt, which makes a new version. */
export function saveVersion(store: Store, { collection, id }: Target, values: JsonObject) {
	const before = store.collection(collection).get(id)!;
	const path = `${collection}/${id}/versions`;
	fillVersions(store, path);
	const version = Number(before.version ?? 0) + 1;
	const after = store.update(collection, id, { ...values, version })!;
	insertVersion(store, path, after, version);
	return after;
}

/** Restores the text of an earlier version; this is a change like any other. */
export function rollBack(store: Store, target: Target, version: JsonValue | undefined): JsonObject {
	const { content } = versionOf(store, target, version);
	return saveVersion(store, target, { content: content! });
}

/** Marks the one version that is in use. */
export function lockVersion(
	store: Store,
	target: Target,
	version: JsonValue | undefined,
): JsonObject {
	const path = `${target.collection}/${target.id}/versions`;
	const wanted = versionOf(store, target, version);
	for (const one of store.collection(path).all()) {
		store.collection(path).put(0, { ...one, locked: one.id === wanted.id });
	}
	return store.collection(target.collection).get(target.id)!;
}

/**
 * Makes the versions of a prompt when somebody asks for them; nobody asks for those of most prompts.
 * @param path of the list of versions
 */
export function fillVersions(store: Store, path: string): void {
	if (store.collection(path).size > 0) return;
	const [, collection, id] = /^(.*)\/([^/]+)\/versions$/.exec(path)!;
	const prompt = store.collection(collection!).get(id!)!;
	for (let version = 1; version <= Number(prompt.version ?? 1); version++) {
		insertVersion(store, path, prompt, version);
	}
}

function insertVersion(store: Store, path: string, prompt: JsonObject, version: number): void {
	const { content = null, createdAt, updatedAt } = prompt;
	store.insertHeld(path, 'ver', {
		...{ version, content, locked: false },
		createdAt: (version === 1 ? createdAt : updatedAt)!,
	});
}

function versionOf(store: Store, { collection, id }: Target, version: JsonValue | undefined) {
	const path = `${collection}/${id}/versions`;
	fillVersions(store, path);
	const found = store
		.collection(path)
		.all()
		.find((one) => one.version === version);
	if (!found) throw new ApiError(404, 'not_found', 'Version not found.');
	return found;
}
