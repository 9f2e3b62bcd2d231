import type { Endpoint } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import { lockVersion, rollBack } from './prompt-versions';
import type { Store, Target } from './store';

/** The changes of an action in its record, by the operation's name. */
const CHANGES: Readonly<Record<string, JsonObject>> = {
	archive: { archived: true },
	publish: { status: 'published' },
	restore: { archived: false },
};

/** Carries out an action on a record, and gives the changed record. */
export function act(
	store: Store,
	{ name }: Endpoint,
	target: Target,
	values: JsonObject,
): JsonObject {
	if (name === 'rollBack') return rollBack(store, target, values.version);
	if (name === 'lockVersion') return lockVersion(store, target, values.version);
	return store.update(target.collection, target.id, CHANGES[name] ?? {})!;
}

/** The fields that a copy takes from its original; none without an original. */
export function copyOf(original: JsonObject | undefined): JsonObject {
	if (!original) return {};
	const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, name, ...rest } = original;
	return { ...rest, name: `Copy of ${String(name)}`, status: 'draft' };
}
