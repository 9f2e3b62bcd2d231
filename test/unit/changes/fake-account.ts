import type { Client } from '../../../vivi/client/client';
import { KnownLists } from '../../../vivi/client/known-lists';
import { ListReading } from '../../../vivi/client/list-reading';
import { ViviApiError } from '../../../vivi/errors';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { pageOf, type Page, type Row } from '../client/fake-list';

/** How the lists of an account are paged. */
export const PAGINGS = [
	...(['nextCursor', 'pageToken', 'offset', 'page', 'urlWithoutTotal'] as const),
	...(['bareOffset', 'strictOffset', 'barePage', 'unpaged', 'totalHeaderOffset'] as const),
	/** Cursors; a number above 50 is refused with 400, and an empty list is null. */
	'refusesLimit',
] as const;
/** `window`: only the newest records, and no way to the others. */
export type Paging = (typeof PAGINGS)[number] | 'window';

/** What a record holds, by its own list; the messages of a thread are a list of the thread's resource. */
const HELD: Readonly<Record<string, readonly string[]>> = {
	workspace: ['agent', 'knowledgeBase', 'thread'],
	knowledgeBase: ['file'],
	thread: ['thread'],
};

/** Workspaces and the agents in them, listed page by page; anything may happen between two pages. */
export class FakeAccount {
	paging: Paging = 'nextCursor';
	pageSize = 3;
	requests = 0;
	/** What the process has learnt of the lists. */
	known = new KnownLists();
	/** Called before each answer; may throw, or change the account. */
	onRequest: (request: number) => void = () => {};
	/** Records that a service which is not well leaves out, as if there were no more; none normally. */
	isHidden: (list: string, id: string) => boolean = () => false;
	private readonly lists = new Map<string, Row[]>([['workspace', []]]);
	private keys = 0;

	/** Adds a record to the end of `workspace`, `agent <workspaceId>` or `file <workspaceId> <knowledgeBaseId>`. */
	insert(list: string, record: JsonObject): void {
		this.rows(list).push({ key: this.keys++, record });
		const [name, ...places] = list.split(' ');
		for (const held of HELD[name!] ?? []) {
			this.lists.set([held, ...places, String(record.id)].join(' '), []);
		}
	}

	update(list: string, id: string, values: JsonObject): void {
		const row = this.rows(list).find(({ record }) => record.id === id)!;
		row.record = { ...row.record, ...values };
	}

	/** A workspace takes its agents along. */
	remove(list: string, id: string): void {
		const rows = this.rows(list);
		rows.splice(
			rows.findIndex(({ record }) => record.id === id),
			1,
		);
		for (const key of this.lists.keys()) {
			if (key.split(' ').slice(1).includes(id)) this.lists.delete(key);
		}
	}

	records(list: string): JsonObject[] {
		return this.rows(list).map(({ record }) => record);
	}

	workspaceIds(): string[] {
		return this.records('workspace').map(({ id }) => id as string);
	}

	/** Everything there is, by list and ID. */
	all(): Map<string, JsonObject> {
		const found = new Map<string, JsonObject>();
		for (const [list, rows] of this.lists) {
			for (const { record } of rows) found.set(`${list}/${String(record.id)}`, record);
		}
		return found;
	}

	readonly client = {
		owner: 'https://vivi.test acc',
		list: (resource, _operation, { ids, cache, doubt }) => {
			const list = [resource.name, ...Object.values(ids)].join(' ');
			return new ListReading({
				base: new URL('https://vivi.test'),
				facts: this.known.of(resource.name),
				doubt,
				url: 'https://vivi.test/list?limit=100',
				shape: { plural: resource.plural, idField: resource.idField },
				fetchPage: async (url) => {
					const { headers, body } = this.answer(list, new URL(url));
					const text = JSON.stringify(body);
					const parsed = cache?.parse(`${list} ${url}`, text) ?? (JSON.parse(text) as JsonValue);
					return { headers, body: parsed };
				},
			});
		},
		atOnce: () => 4,
	} as Partial<Client> as Client;

	private rows(list: string): Row[] {
		const rows = this.lists.get(list);
		if (rows) return rows;
		throw new ViviApiError({ code: 'not_found', message: 'Not found.', hint: '', status: 404 });
	}

	/** The page at that address. */
	answer(list: string, url: URL): Page {
		this.onRequest(this.requests++);
		const rows = this.rows(list).filter(({ record }) => !this.isHidden(list, String(record.id)));
		if (this.paging === 'window') rows.reverse();
		const refusesLimit = this.paging === 'refusesLimit';
		const page = pageOf(rows, url.href, {
			style: this.paging === 'refusesLimit' ? 'nextCursor' : this.paging,
			...{ maxLimit: this.pageSize, refusedLimit: refusesLimit ? 50 : Infinity },
		});
		const isEmpty = refusesLimit && rows.length === 0;
		return isEmpty ? { ...page, body: { data: null, nextCursor: null } } : page;
	}
}

/** A failure of the service. */
export function serviceFailure(): ViviApiError {
	return new ViviApiError({
		code: 'server_error',
		message: 'VIVI failed.',
		hint: '',
		status: 500,
		transient: true,
	});
}
