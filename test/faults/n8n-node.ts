import { inspect } from 'node:util';

import type { INodeParameters, NodeApiError } from 'n8n-workflow';

import { fileItem, type Engine } from '../n8n/support/engine';
import type { Call } from './call';
import { CHANNEL } from './matrix';
import type { Outcome, Session, Shell } from './shell';
import type { Access } from './world';

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What the test has taken over from n8n, so that nothing takes longer than it must. */
export interface Host {
	/** How long the nodes wanted to wait between two tries, in place of the waiting. */
	waits: number[];
	/** No request may take longer, whatever its own timeout. */
	longestMs: number;
}

/** The package's nodes in n8n's own engine. */
export function n8nNode(engine: () => Engine, host: Host): Shell {
	return {
		name: 'n8n',
		tries: 8,
		refusedTries: 5,
		exchangeTries: 3,
		patienceMs: 5 * 60_000,
		open: async (access, { timeoutMs }) => {
			const { key, channel, baseUrl, tokenUrl } = access;
			const { channelId, apiKey } = channel;
			host.longestMs = timeoutMs;
			return new NodeSession(engine(), access, {
				timeoutMs,
				waits: host.waits,
				vivi: await engine().viviCredential(key, { baseUrl, tokenUrl }),
				channel: await engine().addCredential('viviChannelApi', {
					...{ baseUrl: channel.baseUrl, channelId, apiKey },
				}),
			});
		},
	};
}

type Credentials = Awaited<ReturnType<Engine['addCredential']>>;

class NodeSession implements Session {
	private poll: (() => Promise<Array<{ json: Record<string, unknown> }>>) | undefined;

	constructor(
		private readonly engine: Engine,
		private readonly access: Access,
		private readonly settings: {
			timeoutMs: number;
			waits: number[];
			vivi: Credentials;
			channel: Credentials;
		},
	) {}

	async run(call: Call): Promise<Outcome> {
		const { waits, vivi, channel } = this.settings;
		waits.length = 0;
		if (call.kind === 'poll') return await this.runPoll(call);
		const isChat = CHANNEL.includes(call.kind);
		const run = await this.engine.run(this.parameters(call), itemsOf(call), {
			credentials: isChat ? channel : vivi,
		});
		const left = `${run.stored}\n${inspect(run.error, { depth: Infinity, showHidden: true })}`;
		return {
			...(run.error ? { error: wordsOf(run.error) } : { items: recordsOf(call, run.items) }),
			...{ left, waits: [...waits] },
		};
	}

	private async runPoll({ event, ids }: Call): Promise<Outcome> {
		const { waits, vivi } = this.settings;
		this.poll ??= this.engine.poller(
			'viviTrigger',
			{ events: [event], workspaces: 'selected', workspaceIds: [ids['workspaceId']!] },
			vivi,
		);
		try {
			const items = (await this.poll()).map(({ json }) => json);
			return { items, left: inspect(items, { depth: Infinity }), waits: [...waits] };
		} catch (error) {
			const left = inspect(error, { depth: Infinity, showHidden: true });
			return { error: wordsOf(error), left, waits: [...waits] };
		}
	}

	private parameters(call: Call): INodeParameters {
		const { kind, resource, operation, ids, body, messages } = call;
		// The shortest that a person can choose; the host is given less, see longestMs.
		const options = { timeout: Math.max(1, this.settings.timeoutMs / 1000) };
		switch (kind) {
			case 'chat':
			case 'stream':
				return {
					...{ resource: 'chat', operation: 'send', message: messages[0] },
					options: { ...options, stream: kind === 'stream' },
				};
			case 'batch':
				return {
					...{ resource: 'chat', operation: 'sendBatch', message: '={{ $json.message }}', options },
				};
			case 'chatUpload':
				return {
					...{ resource: 'chat', operation: 'uploadFile', binaryPropertyName: 'data', options },
				};
			case 'report':
				return {
					...{ resource: 'report', operation: 'generate', format: 'items', options },
					...{ since: '', workspaceIds: [] },
				};
			case 'request':
				return {
					...{ resource: 'apiRequest', operation: 'send', method: 'POST', options },
					path: `/accounts/${this.access.accountId}/workspaces/${ids['workspaceId']}/agents`,
					body: JSON.stringify(body),
				};
			default:
				return {
					...{ resource: resource.name, operation: operation.name, options },
					...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, byId(id)])),
					...(kind === 'list' && { returnAll: true }),
					...(kind === 'create' && { ...body, additionalFields: {} }),
					...(kind === 'update' && { additionalFields: { ...body } }),
					...(kind === 'upload' && { binaryPropertyName: 'data' }),
				} as INodeParameters;
		}
	}
}

function itemsOf({ kind, file, messages }: Call) {
	if (kind === 'batch') return messages.map((message) => ({ json: { message } }));
	if (!file) return undefined;
	return [fileItem(file.content, { fileName: file.name, mimeType: file.mimeType })];
}

/** Of a report, the workspaces without the total. */
function recordsOf({ kind }: Call, items: ReadonlyArray<{ json: Record<string, unknown> }>) {
	const records = items.map(({ json }) => json);
	return kind === 'report' ? records.filter(({ type }) => type === 'workspace') : records;
}

/** What n8n shows of an error; of any other kind it would show no advice. */
function wordsOf(error: unknown): { message: string; hint: string } {
	const { name, message, description } = error as Partial<NodeApiError>;
	if (name !== 'NodeApiError' && name !== 'NodeOperationError') throw error;
	return { message: message ?? '', hint: description ?? '' };
}
