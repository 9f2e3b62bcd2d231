import { inspect } from 'node:util';

import type { LogLine } from '../zapier/support/app';
import { failureOf } from '../zapier/support/failure';
import { playStep } from '../zapier/support/zapier-step';
import { toKey } from '../../zapier/src/fields/key';
import type { Call } from './call';
import { KINDS, type Expected, type Fault, type Kind } from './matrix';
import type { Outcome, Session, Shell } from './shell';
import type { Access } from './world';

/**
 * What Zapier's app has steps for: lists are read by its triggers only, nothing is streamed, and each
 * step has a single message.
 */
export const ZAPIER_KINDS: readonly Kind[] = KINDS.filter(
	(kind) => !['list', 'stream', 'batch'].includes(kind),
);

/** What the test has taken over from the process, so that nothing takes longer than it must. */
export interface Host {
	/** How long the app wanted to wait between two tries, in place of the waiting. */
	waits: number[];
	/** No request may take longer, whatever its own timeout. */
	longestMs: number;
	/** Where the file to upload is to be had. */
	fileUrl: string;
}

/** Zapier's app, called as Zapier does, through the real platform core. */
export function zapierApp(host: Host): Shell {
	return {
		name: 'Zapier',
		tries: 3,
		refusedTries: 8,
		exchangeTries: 3,
		patienceMs: 15_000,
		open: async (access, { timeoutMs }) => {
			host.longestMs = timeoutMs;
			return await Promise.resolve(new AppSession(access, host));
		},
		differs,
	};
}

/** Where Zapier asks for something else than the core's error. */
function differs(fault: Fault, kind: Kind): Expected | undefined {
	// A record that its address does not give is looked for in the list, which may be refused as well.
	if (kind === 'get' && isAnswered(fault)) return { code: fault.expected.get!.code };
	// Nobody may send the message again, and Zapier would repeat a step that failed for want of time.
	if (kind === 'chat' && fault.timeoutMs) return { code: 'ok', sent: 'once' };
	// A part of a list would make Zapier take the rest for new records later on.
	if (kind === 'poll' && fault.group === 'Lists' && fault.name.includes('repeats')) {
		return { code: 'paging_loop' };
	}
	const expected = fault.expected[kind];
	if (expected?.sent === 'renewed') {
		// A new session means the whole step again, from the first page on.
		const isWhole = kind === 'poll' || kind === 'report';
		// A web page says nothing about the token, so Zapier asks for no new session.
		if (isWhole || expected.code === 'web_page') return { code: expected.code };
	}
	return undefined;
}

/** Whether VIVI answers the address of a record, with something else than the record. */
function isAnswered({ group, rule, expected }: Fault): boolean {
	const refusals = [400, 404, 405, 409, 413, 415, 422];
	if (group === 'Statuses') return refusals.includes(rule?.status ?? 0);
	return group === 'Answers' && expected.get?.code === 'unexpected_answer';
}

class AppSession implements Session {
	private authData: Record<string, string>;
	/** IDs of what a trigger has brought before, as Zapier remembers them. */
	private known: Set<unknown> | undefined;

	constructor(
		private readonly access: Access,
		private readonly host: Host,
	) {
		const { key, channel } = access;
		this.authData = {
			client_id: key.clientId,
			client_secret: key.clientSecret,
			audience: key.audience,
			token_url: access.tokenUrl,
			account_id: access.accountId,
			base_url: access.baseUrl,
			...(key.workspaceId !== undefined && { workspace_id: key.workspaceId }),
			channel_id: channel.channelId,
			channel_api_key: channel.apiKey,
			channel_base_url: channel.baseUrl,
		};
	}

	async run(call: Call): Promise<Outcome> {
		const log: LogLine[] = [];
		this.host.waits.length = 0;
		const [method, inputData] = this.stepOf(call);
		const played = playStep<unknown>(method, { authData: this.authData, inputData }, log);
		const failure = await played.then(
			() => undefined,
			async () => await failureOf(played),
		);
		const waits = [...this.host.waits];
		if (failure) {
			const { text, raw } = failure;
			return { error: { message: text, hint: '' }, waits, left: inspect([raw, log], FULL) };
		}
		const { result, authData } = await played;
		this.authData = authData;
		const items = this.itemsOf(call, result);
		// The session is what Zapier keeps for itself; every other result is seen by people.
		const shown = call.kind === 'exchange' ? [] : result;
		return { items, waits, left: inspect([shown, log], FULL) };
	}

	private stepOf({ kind, ids, body, messages }: Call): [string, Record<string, unknown>] {
		const places = Object.fromEntries(Object.entries(ids).map(([name, id]) => [toKey(name), id]));
		const create = (key: string, input: object): [string, Record<string, unknown>] => [
			`creates.${key}.operation.perform`,
			{ ...places, ...input },
		];
		switch (kind) {
			case 'exchange':
				return ['authentication.sessionConfig.perform', {}];
			case 'get':
				return ['searches.find_agent.operation.perform', places];
			case 'poll':
				return ['triggers.new_prompt.operation.perform', places];
			case 'upload':
				return create('upload_file', { file: this.host.fileUrl });
			case 'chat':
				return ['creates.send_message.operation.perform', { message: messages[0] }];
			case 'chatUpload':
				return ['creates.upload_chat_file.operation.perform', { file: this.host.fileUrl }];
			case 'report':
				return ['creates.generate_report.operation.perform', {}];
			case 'request':
				return [
					'creates.api_request.operation.perform',
					{
						method: 'POST',
						path: `/accounts/${this.access.accountId}/workspaces/${ids['workspaceId']}/agents`,
						body: JSON.stringify(body),
					},
				];
			default:
				return create(`${kind}_agent`, body ?? {});
		}
	}

	private itemsOf({ kind }: Call, result: unknown): Item[] {
		switch (kind) {
			case 'poll':
				return this.fresh(result as Item[]);
			case 'report':
				return (result as { workspaces: Item[] }).workspaces;
			default:
				return [{ result }];
		}
	}

	/** The first poll only fills the memory. */
	private fresh(records: Item[]): Item[] {
		const known = (this.known ??= new Set(records.map(({ id }) => id)));
		const found = records.filter(({ id }) => !known.has(id));
		for (const { id } of records) known.add(id);
		return found;
	}
}

type Item = Record<string, unknown>;
const FULL = { depth: Infinity, showHidden: true, maxStringLength: Infinity } as const;
