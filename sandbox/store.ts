import { catalogue } from '../vivi/catalogue';
import type { ResourceName } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';

interface Entry {
	/** Grows with every insertion and is never used twice; a cursor points at it. */
	position: number;
	record: JsonObject;
	/** The text that `search` looks through, made on demand. */
	text?: string;
}

export interface PageQuery {
	limit: number;
	/** Continue behind this position. */
	after?: number;
	/** Or skip so many records, as page and offset styles do. */
	skip?: number;
	search?: string;
	/** The condition on the records. */
	isWanted?: (record: JsonObject) => boolean;
	order?: 'oldestFirst' | 'newestFirst';
}

export interface Page {
	records: JsonObject[];
	/** Where the next page continues; undefined on the last page. */
	next?: number;
}

/**
 * Records in the order of their insertion. A page is a binary search and a slice, for a list of any
 * length. A cursor names a position and not an index, so records that come or go between two pages
 * make no other record appear twice or not at all.
 */
export class Collection {
	private entries: Entry[] = [];
	private readonly byId = new Map<string, Entry>();

	get size(): number {
		return this.entries.length;
	}

	get(id: string): JsonObject | undefined {
		return this.byId.get(id)?.record;
	}

	all(): JsonObject[] {
		return this.entries.map(({ record }) => record);
	}

	/** Adds at the end; a record with the same ID is replaced in its place. */
	put(position: number, record: JsonObject): void {
		const id = String(record.id);
		const known = this.byId.get(id);
		if (known) {
			known.record = record;
			delete known.text;
			return;
		}
		const entry: Entry = { position, record };
		this.entries.push(entry);
		this.byId.set(id, entry);
	}

	remove(id: string): boolean {
		const entry = this.byId.get(id);
		if (!entry) return false;
		this.entries.splice(this.firstAtOrAfter(entry.position), 1);
		return this.byId.delete(id);
	}

	removeMany(ids: Iterable<string>): void {
		for (const id of ids) this.byId.delete(id);
		this.entries = this.entries.filter(({ record }) => this.byId.has(String(record.id)));
	}

	/** How many records a search or a filter finds. */
	count(query: Pick<PageQuery, 'search' | 'isWanted'> = {}): number {
		const isFound = testOf(query);
		return isFound ? this.entries.filter(isFound).length : this.size;
	}

	page({ limit, after, skip = 0, order = 'oldestFirst', ...query }: PageQuery): Page {
		const step = order === 'oldestFirst' ? 1 : -1;
		const isFound = testOf(query);
		let index = step === 1 ? 0 : this.size - 1;
		if (after !== undefined) {
			index = step === 1 ? this.firstAtOrAfter(after + 1) : this.firstAtOrAfter(after) - 1;
		}
		if (!isFound) {
			index += skip * step;
			skip = 0;
		}

		const records: JsonObject[] = [];
		let last: number | undefined;
		for (; index >= 0 && index < this.size; index += step) {
			const entry = this.entries[index]!;
			if (isFound && !isFound(entry)) continue;
			if (skip > 0) {
				skip--;
				continue;
			}
			if (records.length === limit) return { records, next: last! };
			records.push(entry.record);
			last = entry.position;
		}
		return { records };
	}

	private firstAtOrAfter(position: number): number {
		let low = 0;
		let high = this.size;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.entries[middle]!.position < position) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

/** Whether an entry matches; undefined where all do. */
function testOf({ search, isWanted }: Pick<PageQuery, 'search' | 'isWanted'>) {
	const needle = search?.toLowerCase();
	if (!needle && !isWanted) return undefined;
	return (entry: Entry) =>
		(!needle || textOf(entry).includes(needle)) && (isWanted?.(entry.record) ?? true);
}

function textOf(entry: Entry): string {
	if (entry.text === undefined) {
		const { name, title, email } = entry.record;
		entry.text = [name, title, email]
			.filter((value) => typeof value === 'string')
			.join('\n')
			.toLowerCase();
	}
	return entry.text;
}

/** The record that an operation works on. */
export interface Target {
	/** The path of its list. */
	collection: string;
	/** The record, or the one that is copied; empty for lists, other creations and uploads. */
	id: string;
}

/** The IDs of the records above it. */
export interface Scope {
	workspaceId?: string;
	knowledgeBaseId?: string;
	threadId?: string;
}

/** The values that VIVI gives a new record by default. */
const INITIAL: Partial<Record<ResourceName, JsonObject>> = {
	workspace: { isDefault: false },
	user: { status: 'invited' },
	agent: { status: 'draft', knowledgeBaseIds: [], citations: false, structuredOutput: false },
	prompt: { version: 1, archived: false },
	knowledgeBase: { status: 'ready', fileCount: 0 },
	file: { status: 'ready' },
	channel: { status: 'active' },
	thread: { messageCount: 0 },
};

/** All records of the account. The key of a collection is the path of its list. */
export class Store {
	private readonly collections = new Map<string, Collection>();
	private insertions = 0;

	constructor(readonly accountId: string) {}

	collection(path: string): Collection {
		let collection = this.collections.get(path);
		if (!collection) this.collections.set(path, (collection = new Collection()));
		return collection;
	}

	has(path: string, id: string): boolean {
		return this.collections.get(path)?.get(id) !== undefined;
	}

	/** The path of a resource's list, with the IDs filled in. */
	listPath(resource: ResourceName, scope: Scope): string {
		const list = catalogue[resource].operations.getAll;
		if (!list) throw new Error(`The catalogue lists no ${resource}`);
		return list.path.replace(/\{(\w+)\}/g, (_match, parameter: string) => {
			if (parameter === 'accountId') return this.accountId;
			const id = scope[parameter as keyof Scope];
			if (id === undefined) throw new Error(`'${parameter}' is needed to find a ${resource}`);
			return id;
		});
	}

	/** A new ID with the prefix of the catalogue's sample. */
	newId(resource: ResourceName): string {
		const prefix = String(catalogue[resource].sample.id).replace(/_.*$/, '');
		return this.newIdWith(prefix);
	}

	/** Adds a record; fields without a value are null, as far as the catalogue knows them. */
	insert(path: string, resource: ResourceName, values: JsonObject): JsonObject {
		const now = new Date().toISOString();
		const record: JsonObject = { id: this.newId(resource) };
		for (const { name } of catalogue[resource].output) record[name] ??= null;
		Object.assign(record, INITIAL[resource], { createdAt: now, updatedAt: now }, values);
		this.collection(path).put(this.insertions, record);
		return record;
	}

	/** Adds what belongs to a record and is no resource of its own, such as a message of a thread. */
	insertHeld(path: string, prefix: string, values: JsonObject): JsonObject {
		const createdAt = new Date().toISOString();
		const held: JsonObject = { id: this.newIdWith(prefix), createdAt, ...values };
		this.collection(path).put(this.insertions, held);
		return held;
	}

	/** Adds a message to a thread. */
	insertMessage(threadPath: string, values: JsonObject): JsonObject {
		return this.insertHeld(`${threadPath}/messages`, 'msg', values);
	}

	update(path: string, id: string, values: JsonObject): JsonObject | undefined {
		const record = this.collections.get(path)?.get(id);
		if (!record) return undefined;
		const changed = { ...record, updatedAt: new Date().toISOString(), ...values };
		this.collection(path).put(0, changed);
		return changed;
	}

	/** Removes a record with everything inside it. */
	remove(path: string, id: string): boolean {
		for (const key of this.collections.keys()) {
			if (key.startsWith(`${path}/${id}/`)) this.collections.delete(key);
		}
		return this.collections.get(path)?.remove(id) ?? false;
	}

	private newIdWith(prefix: string): string {
		return `${prefix}_${scrambledHex(++this.insertions)}`;
	}
}

/**
 * Eight hex digits that look random but never repeat within 2³² calls: every step is a bijection on
 * 32 bits. Random draws would repeat themselves among 100,000 records.
 */
function scrambledHex(counter: number): string {
	let value = Math.imul(counter ^ 0x5bd1e995, 0x9e3779b1);
	value ^= value >>> 16;
	value = Math.imul(value, 0x85ebca6b);
	value ^= value >>> 13;
	return (value >>> 0).toString(16).padStart(8, '0');
}
