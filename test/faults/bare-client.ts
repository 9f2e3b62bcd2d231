import { inspect } from 'node:util';

import { authorisedHttp } from '../../scripts/vivi/authorised-http';
import { axiosHttp } from '../../scripts/vivi/axios-http';
import { clientForKey } from '../../scripts/vivi/client-for-key';
import { createTokenSource } from '../../vivi/auth/token-source';
import { pollForChanges } from '../../vivi/changes/poll-for-changes';
import { PollCache } from '../../vivi/changes/poll-cache';
import { withChannelKey } from '../../vivi/chat/channel';
import { createStreamingChat } from '../../vivi/chat/streaming-chat';
import type { Client } from '../../vivi/client/client';
import { ViviError } from '../../vivi/errors';
import type { Http } from '../../vivi/http/port';
import { generateReport } from '../../vivi/report/report';
import { fetchStream } from '../unit/chat/fetch-stream';
import type { Call } from './call';
import type { Outcome, Session, Shell } from './shell';
import type { Access } from './world';

const THREAD = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** The core without a shell, over axios, as the scripts use it. */
export const bareClient: Shell = {
	name: 'client',
	tries: 5,
	refusedTries: 2,
	exchangeTries: 3,
	patienceMs: 60_000,
	open: async (access, { timeoutMs }) => await Promise.resolve(new BareSession(access, timeoutMs)),
};

class BareSession implements Session {
	private readonly waits: number[] = [];
	private readonly client: Client;
	private readonly cache = new PollCache();
	private state: unknown;

	constructor(
		private readonly access: Access,
		private readonly timeoutMs: number,
		now: () => number = Date.now,
	) {
		const { key, baseUrl, tokenUrl } = access;
		// A sleep of nothing only lets others have a turn.
		const sleep = async (ms: number) =>
			await Promise.resolve(ms === 0 ? undefined : void this.waits.push(ms));
		const source = createTokenSource({ now, sleep, random: Math.random });
		// The exchange's own timeout is longer than a test should take.
		const within =
			(http: Http): Http =>
			async (request) =>
				await http({ ...request, timeoutMs: Math.min(request.timeoutMs, timeoutMs) });
		const viviKey = {
			...key,
			...{ baseUrl, tokenUrl, accountId: access.accountId, workspaceId: key.workspaceId ?? '' },
		};
		this.client = clientForKey(viviKey, {
			http: authorisedHttp(viviKey, {
				get: async (credentials, http, options) =>
					await source.get(credentials, within(http), options),
			}),
			...{ sleep, now, timeoutMs },
		});
	}

	async run(call: Call): Promise<Outcome> {
		this.waits.length = 0;
		const done = await this.carryOut(call).then(
			(items) => ({ items }),
			(error: unknown) => ({ failure: error }),
		);
		const left = inspect(done, { depth: Infinity, showHidden: true });
		const waits = [...this.waits];
		if ('items' in done) return { items: done.items, waits, left };
		const { failure } = done;
		if (!(failure instanceof ViviError)) throw failure;
		const { code, message, hint } = failure;
		return { error: { code, message, hint }, waits, left };
	}

	private async carryOut(call: Call): Promise<Array<Record<string, unknown>>> {
		const { client } = this;
		const { kind, resource, operation, ids, body, file, messages } = call;
		const [message] = messages;
		switch (kind) {
			case 'list': {
				const records = [];
				for await (const page of client.list(resource, operation, { ids })) records.push(...page);
				return records;
			}
			case 'poll':
				return await this.poll(call);
			case 'request': {
				const path = `/accounts/${this.access.accountId}/workspaces/${ids['workspaceId']}/agents`;
				const json = { contentType: 'application/json', body: JSON.stringify(body) };
				return [{ ...(await client.request({ method: 'POST', path, body: json })) }];
			}
			case 'chat':
				return [{ ...(await this.chat().send({ message, threadId: THREAD })) }];
			case 'stream':
				return [{ ...(await this.chat().stream({ message, threadId: THREAD })) }];
			case 'batch':
				return await this.sendBatch(messages);
			case 'chatUpload':
				return [{ ...(await this.chat().uploadFile(file!)) }];
			case 'report':
				return (await generateReport(client)).workspaces;
			default:
				return [
					await client.run(resource, operation, {
						ids,
						...(body && { body }),
						...(file && { file }),
					}),
				];
		}
	}

	private async poll({ event, ids }: Call): Promise<Array<Record<string, unknown>>> {
		const { events, state, failure } = await pollForChanges({
			client: this.client,
			watch: { events: [event], workspaces: [ids['workspaceId']!], maxEvents: 100 },
			state: this.state,
			cache: this.cache,
			watcher: 'bare',
			now: Date.now,
			deadline: Infinity,
		});
		this.state = JSON.parse(JSON.stringify(state));
		if (failure !== undefined && events.length === 0) throw failure;
		return events.map((found) => ({ ...found }));
	}

	private async sendBatch(messages: Call['messages']): Promise<Array<Record<string, unknown>>> {
		const { answers, raw } = await this.chat().sendBatch(
			messages.map((message) => ({ message, threadId: THREAD })),
		);
		return answers?.map((answer) => ({ ...answer })) ?? [{ raw }];
	}

	private chat() {
		const { channel } = this.access;
		return createStreamingChat({
			http: withChannelKey(axiosHttp, channel),
			streamHttp: withChannelKey(fetchStream, channel),
			now: Date.now,
			...{ baseUrl: channel.baseUrl, channelId: channel.channelId, timeoutMs: this.timeoutMs },
		});
	}
}
