import type { Trigger } from 'zapier-platform-core';

import type { JsonObject } from '../../../vivi/http/json';
import App from '../../../zapier/src';
import { run } from './app';

/**
 * A Zap that is turned on, as docs.zapier.com › How deduplication works in Zapier tells it: the first
 * poll fills the memory, each later one triggers for the records that are not in it, oldest first.
 */
export class Zap {
	private readonly known = new Set<string>();
	private readonly primary: string[];

	constructor(
		private readonly key: string,
		private readonly bundle: {
			authData: Record<string, string>;
			inputData?: Record<string, unknown>;
		},
	) {
		const { outputFields } = (App.triggers[key] as Trigger).operation;
		this.primary = (outputFields as Array<{ key: string; primary?: boolean }>)
			.filter(({ primary }) => primary)
			.map(({ key: name }) => name);
	}

	async turnOn(): Promise<void> {
		for (const record of await this.look({ isPopulatingDedupe: true })) {
			this.known.add(this.identity(record));
		}
	}

	/** What a poll triggers for. */
	async poll(): Promise<JsonObject[]> {
		const records = await this.look({});
		const fresh = records.filter((record) => !this.known.has(this.identity(record)));
		for (const record of records) this.known.add(this.identity(record));
		return fresh.reverse();
	}

	/** What the editor shows as examples. */
	async examples(): Promise<JsonObject[]> {
		return await this.look({ isLoadingSample: true });
	}

	private async look(meta: Record<string, unknown>): Promise<JsonObject[]> {
		return await run<JsonObject[]>(`triggers.${this.key}.operation.perform`, {
			...this.bundle,
			meta,
		});
	}

	private identity(record: JsonObject): string {
		return JSON.stringify(this.primary.map((name) => record[name]));
	}
}
