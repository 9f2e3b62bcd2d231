import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import type { IssuedChannel } from '../../sandbox/channels';
import type { FaultRule } from '../../sandbox/faults';
import type { IssuedKey } from '../../sandbox/keys';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { UNKNOWN_HOST } from '../contract/unknown-host';
import { close, listen } from '../support/local-server';
import type { Fault, Kind, Meanwhile, Unreachable } from './matrix';
import { selfSigned } from './self-signed';

/** Records on a page, so that the list of prompts has three of them. */
export const PAGE_LIMIT = 5;

/** A local VIVI, another host that nothing may ever reach, and addresses where nobody answers. */
export interface World {
	sandbox: Sandbox;
	/** The agents that are there from the start. */
	agents: ReadonlySet<string>;
	/** What came in at the other host. */
	stolen: string[];
	otherUrl: string;
	addresses: Record<Unreachable, string>;
	close(): Promise<void>;
}

export async function createWorld(): Promise<World> {
	const sandbox = await startSandbox({
		...{ agents: 12, knowledgeBases: 8, threads: 4, prompts: 24, users: 6, workspaces: 2 },
	});
	const stolen: string[] = [];
	const take = ({ method, url }: IncomingMessage) => stolen.push(`${method} ${url}`);
	const answer: RequestListener = (request, response) => {
		take(request);
		response.setHeader('content-type', 'application/json').end('{"data":[]}');
	};
	const other = createServer(answer);
	const untrusted = createTlsServer(selfSigned(), answer);
	const otherPort = await listen(other);
	const tlsPort = await listen(untrusted);
	const closed = createServer();
	const closedPort = await listen(closed);
	await close(closed);
	return {
		sandbox,
		agents: new Set(agentIds(sandbox)),
		stolen,
		otherUrl: `http://127.0.0.1:${otherPort}`,
		addresses: {
			refused: `http://127.0.0.1:${closedPort}`,
			unknownHost: `https://${UNKNOWN_HOST}`,
			untrusted: `https://localhost:${tlsPort}`,
			noTls: `https://localhost:${otherPort}`,
		},
		close: async () => {
			await close(other);
			await close(untrusted);
			await sandbox.close();
		},
	};
}

function agentIds({ data }: Sandbox): string[] {
	return data.list('agent').map(({ id }) => String(id));
}

/** Somebody's access to VIVI: a platform key and a channel, with the addresses they were given. */
export interface Access {
	key: IssuedKey;
	accountId: string;
	baseUrl: string;
	tokenUrl: string;
	channel: IssuedChannel;
}

/** A new key, so that no token of an earlier case is known. */
export function access(world: World, fault: Fault, kind: Kind): Access {
	const { sandbox } = world;
	sandbox.setFaults();
	// Those of earlier cases would make each report longer than the one before.
	const made = agentIds(sandbox).filter((id) => !world.agents.has(id));
	sandbox.data.clear('agent', {}, made);
	sandbox.setListStyle({ maxLimit: PAGE_LIMIT });
	sandbox.setChannelStyle({ chunkDelayMs: 0 });
	// A token that ends is an old one; a new one would be taken for one that not all servers know yet.
	sandbox.setTokenAge(fault.meanwhile ? 60 : 0);
	const workspaceId = sandbox.defaultWorkspaceId;
	const key = sandbox.createKey(
		fault.meanwhile === 'roleLowered'
			? { name: 'Fault', keyType: 'workspace', workspaceId, role: 'workspaceAdmin' }
			: { name: 'Fault', keyType: 'account' },
	);
	const { channel } = sandbox;
	const { accountId, url: baseUrl } = sandbox;
	const known: Access = { key, accountId, baseUrl, tokenUrl: key.tokenUrl, channel };
	if (!fault.unreachable) return known;
	const address = world.addresses[fault.unreachable];
	return kind === 'exchange'
		? { ...known, tokenUrl: `${address}/oauth/token` }
		: { ...known, baseUrl: address, channel: { ...channel, baseUrl: address } };
}

/** Whether the fault hits all requests, all but the first, or a single one. */
export type Extent = 'always' | 'from the second on' | 'once';

/** Makes the fault happen to what comes next, and counts from here on. */
export function strike(world: World, fault: Fault, kind: Kind, extent: Extent, key: IssuedKey) {
	const { sandbox } = world;
	const target = kind === 'exchange' ? 'token' : 'api';
	const rule: FaultRule = {
		target,
		...(fault.rule && placed(fault.rule, world)),
		...(fault.meanwhile && { meanwhile: happening(sandbox, fault.meanwhile, key) }),
		skip: firstHit(kind, extent),
		...(extent === 'once' && { times: 1 }),
	};
	sandbox.setFaults(fault.rule || fault.meanwhile ? [rule] : []);
	sandbox.resetStats();
	world.stolen.length = 0;
}

/**
 * How many requests of the kind pass unharmed: a list is hit at its second page, a report after the list
 * of the workspaces.
 */
export function firstHit(kind: Kind, extent: Extent): number {
	return extent !== 'always' && ['list', 'poll', 'report'].includes(kind) ? 1 : 0;
}

function placed(rule: NonNullable<Fault['rule']>, { otherUrl }: World): Partial<FaultRule> {
	const headers = Object.entries(rule.headers ?? {}).map(([name, value]) => [
		name,
		value.replace('{other}', otherUrl),
	]);
	return { ...rule, ...(rule.headers && { headers: Object.fromEntries(headers) }) };
}

function happening(sandbox: Sandbox, what: Meanwhile, { id }: IssuedKey): () => void {
	const rotate = () => void sandbox.rotateKey(id);
	const endToken = () => sandbox.expireTokens(id);
	const happenings: Record<Meanwhile, () => void> = {
		tokenEnds: endToken,
		keyRotated: rotate,
		keyRotatedAndTokenEnds: () => {
			rotate();
			endToken();
		},
		keyDeactivated: () => sandbox.deactivateKey(id),
		roleLowered: () => sandbox.changeRole(id, 'chatUser'),
	};
	return happenings[what];
}
