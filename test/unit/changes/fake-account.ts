import type { Client } from '../../../vivi/client/client';
import { KnownLists } from '../../../vivi/client/known-lists';
import { listPages } from '../../../vivi/client/paging';
import { ViviApiError } from '../../../vivi/http/api-error';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';

export const PAGINGS = ['cursor', 'offset', 'page', 'pageUrl'] as const;
export type Paging = (typeof PAGINGS)[number];

interface Row {
	/** What a cursor points at. */
	position: number;
	record: JsonObject;
}

/** Workspaces and the agents in them, listed page by page; anything may happen between two pages. */
export class FakeAccount {
	paging: Paging = 'cursor';
	pageSize = 3;
	requests = 0;
	/** What the process has learnt of the lists. */
	known = new KnownLists();
	/** Called before each answer; may throw, or change the account. */
	onRequest: (request: number) => void = () => {};
	/** Records that a service which is not well leaves out, as if there were no more; none normally. */
	isHidden: (list: string, id: string) => boolean = () => false;
	private readonly lists = new Map<string, Row[]>([['workspace', []]]);
	private positions = 0;

	/** Adds a record to the end of `workspace` or `agent <workspaceId>`. */
	insert(list: string, record: JsonObject): void {
		this.rows(list).push({ position: this.positions++, record });
		if (list === 'workspace') this.lists.set(`agent ${String(record.id)}`, []);
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
		if (list === 'workspace') this.lists.delete(`agent ${id}`);
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
		list: (resource, _operation, { ids, cache, doubt, onEnd }) => {
			const list = ids['workspaceId'] ? `${resource.name} ${ids['workspaceId']}` : resource.name;
			return listPages({
				base: new URL('https://vivi.test'),
				facts: this.known.of(resource.name),
				...(doubt !== undefined && { doubt }),
				...(onEnd && { onEnd }),
				url: 'https://vivi.test/list?limit=100',
				shape: { plural: resource.plural, idField: resource.idField },
				fetchPage: async (url) => {
					const body = this.answer(list, new URL(url));
					return { headers: {}, body: cache!.parse(`${list} ${url}`, JSON.stringify(body))! };
				},
			});
		},
	} as Client;

	private rows(list: string): Row[] {
		const rows = this.lists.get(list);
		if (rows) return rows;
		throw new ViviApiError({ code: 'not_found', message: 'Not found.', hint: '', status: 404 });
	}

	/** The page at that address. */
	answer(list: string, { searchParams: query }: URL): JsonValue {
		this.onRequest(this.requests++);
		const rows = this.rows(list).filter(({ record }) => !this.isHidden(list, String(record.id)));
		const size = this.pageSize;
		const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
		const page = number('page', 1);
		const start =
			this.paging === 'cursor'
				? rows.filter(({ position }) => position <= number('cursor', -1)).length
				: number('offset', (page - 1) * size);
		const shown = rows.slice(start, start + size);
		const data = shown.map(({ record }) => record);
		const more = start + size < rows.length;
		switch (this.paging) {
			case 'cursor':
				return { data, nextCursor: more ? String(shown.at(-1)!.position) : null };
			case 'offset':
				return { data, hasMore: more };
			case 'page':
				return { data, page, totalPages: Math.ceil(rows.length / size), total: rows.length };
			case 'pageUrl':
				// Gives no sign when something before the page has gone.
				return { data, next: more ? `https://vivi.test/list?limit=100&page=${page + 1}` : null };
		}
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
