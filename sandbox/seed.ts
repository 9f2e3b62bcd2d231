import { resources } from '../vivi/catalogue';
import { ROLES, type ResourceName, type Role } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import {
	WORKSPACES,
	SHARES,
	TOPICS,
	AGENT_KINDS,
	KNOWLEDGE_KINDS,
	KNOWLEDGE_TYPES,
	CATEGORIES,
	CHANNEL_TYPES,
	FILES,
	FIRST_NAMES,
	LAST_NAMES,
	QUESTIONS,
	ANSWERS,
} from './seed-data';
import type { Store } from './store';

export interface SeedOptions {
	/** Milliseconds since the epoch; "just now" for the seeded records. */
	now: number;
	seed: number;
	/** The numbers of records in the whole account. */
	workspaces: number;
	users: number;
	agents: number;
	prompts: number;
	knowledgeBases: number;
	channels: number;
	threads: number;
}

const DAY = 86_400_000;

/** Fills an empty account. The same options make the same records, IDs and times included. */
export function seedAccount(store: Store, options: SeedOptions): void {
	const chance = new Chance(options);
	const shares = Array.from({ length: options.workspaces }, (_, index) => SHARES[index] ?? 0.05);
	const counts = (total: number) => split(total, shares);
	const perWorkspace = {
		users: counts(options.users),
		agents: counts(options.agents),
		prompts: counts(options.prompts),
		knowledgeBases: counts(options.knowledgeBases),
		channels: counts(options.channels),
		threads: counts(options.threads),
	};
	const account: Account = {
		...{ store, chance, now: options.now },
		topicOffset: chance.whole(0, TOPICS.length - 1),
		made: { agents: 0, knowledgeBases: 0, users: 0 },
	};
	for (let index = 0; index < options.workspaces; index++) {
		const workspace = seedWorkspace(account, index);
		const userIds = seedUsers(account, workspace, perWorkspace.users[index]!);
		const promptIds = seedPrompts(account, workspace, perWorkspace.prompts[index]!);
		const bases = seedKnowledgeBases(account, workspace, perWorkspace.knowledgeBases[index]!);
		const parts = { promptIds, knowledgeBaseIds: bases };
		const agentIds = seedAgents(account, workspace, perWorkspace.agents[index]!, parts);
		const channels = seedChannels(account, workspace, perWorkspace.channels[index]!, agentIds);
		seedThreads(account, workspace, perWorkspace.threads[index]!, { channels, userIds });
		seedOthers(account, workspace);
	}
}

/** The made-up values, in an order that the seed decides. */
class Chance {
	/** Over 2026 until now; an earlier clock gets the 60 days before it. */
	readonly start: number;
	readonly random: () => number;
	private readonly now: number;

	constructor({ now, seed }: Pick<SeedOptions, 'now' | 'seed'>) {
		this.random = seededRandom(seed);
		this.now = now;
		this.start = Math.min(Date.UTC(2026, 0, 5, 8), now - 60 * DAY);
	}

	pick<T>(values: readonly T[]): T {
		return values[Math.floor(this.random() * values.length)]!;
	}

	whole(from: number, to: number): number {
		return from + Math.floor(this.random() * (to - from + 1));
	}

	between(from: number, to: number): number {
		return from + this.random() * (to - from);
	}

	code(): string {
		return Math.floor(this.random() * 2 ** 32)
			.toString(16)
			.padStart(8, '0');
	}

	/** Creation times in ascending order; one in twenty lies within the last day. */
	moments(count: number, from: number): number[] {
		return Array.from({ length: count }, () =>
			this.between(this.random() < 0.05 ? Math.max(from, this.now - DAY) : from, this.now),
		).sort((a, b) => a - b);
	}

	times(createdAt: number): JsonObject {
		return {
			createdAt: iso(createdAt),
			updatedAt: iso(this.random() < 0.6 ? this.between(createdAt, this.now) : createdAt),
		};
	}
}

/** The tools that all makers of records share. */
interface Account {
	store: Store;
	chance: Chance;
	now: number;
	topicOffset: number;
	/** The number of records so far, for kinds that are numbered throughout the account. */
	made: { agents: number; knowledgeBases: number; users: number };
}

interface Workspace {
	scope: { workspaceId: string };
	founded: number;
}

function seedWorkspace({ store, chance }: Account, index: number): Workspace {
	const [name, description] = WORKSPACES[index] ?? [`Region ${index + 1}`, 'A regional team'];
	const founded = chance.start + index * 2 * DAY;
	const workspace = store.insert(store.listPath('workspace', {}), 'workspace', {
		name,
		description,
		isDefault: index === 0,
		...chance.times(founded),
	});
	return { scope: { workspaceId: String(workspace.id) }, founded };
}

function seedUsers(account: Account, { scope, founded }: Workspace, count: number): string[] {
	const { store, chance, now, made } = account;
	const roles = Object.keys(ROLES) as Role[];
	const path = store.listPath('user', scope);
	return chance.moments(count, founded).map((at, index) => {
		const first = FIRST_NAMES[made.users % FIRST_NAMES.length]!;
		const last = LAST_NAMES[Math.floor(made.users * 1.7) % LAST_NAMES.length]!;
		const active = chance.random() < 0.85;
		const email = `${first}.${last}.${++made.users}@example.com`.toLowerCase();
		const user = store.insert(path, 'user', {
			email: email.normalize('NFD').replace(/\p{M}/gu, ''),
			name: active ? `${first} ${last}` : null,
			role: roles[index % roles.length]!,
			status: active ? 'active' : 'invited',
			lastSignInAt: active ? iso(chance.between(at, now)) : null,
			...chance.times(at),
		});
		return String(user.id);
	});
}

function seedPrompts(
	{ store, chance }: Account,
	{ scope, founded }: Workspace,
	count: number,
): string[] {
	const path = store.listPath('prompt', scope);
	return chance.moments(count, founded).map((at) => {
		const topic = chance.pick(TOPICS);
		const prompt = store.insert(path, 'prompt', {
			name: `${topic} ${chance.pick(['Tone', 'Policy', 'Instructions', 'Guardrails'])}`,
			content: `You help customers of {{shop}} with ${topic.toLowerCase()}.\n\n- Be brief.\n- Never guess.`,
			version: chance.whole(1, 9),
			archived: chance.random() < 0.1,
			...chance.times(at),
		});
		return String(prompt.id);
	});
}

function seedKnowledgeBases(
	account: Account,
	{ scope, founded }: Workspace,
	count: number,
): string[] {
	const { store, chance, made, topicOffset } = account;
	const path = store.listPath('knowledgeBase', scope);
	return chance.moments(count, founded).map((at) => {
		const number = made.knowledgeBases++;
		const topic = TOPICS[(number + topicOffset) % TOPICS.length]!;
		const round = Math.floor(number / TOPICS.length);
		const type = chance.pick(KNOWLEDGE_TYPES);
		const fileCount = type === 'documents' ? chance.whole(1, 6) : 0;
		const knowledge = store.insert(path, 'knowledgeBase', {
			name: numbered(`${topic} ${KNOWLEDGE_KINDS[round % 6]!}`, Math.floor(round / 6)),
			description: `What agents need to know about ${topic.toLowerCase()}`,
			type,
			category: chance.pick(CATEGORIES),
			websiteUrl: type.endsWith('Website') ? `https://www.example.com/${chance.code()}` : null,
			status: chance.pick(['ready', 'ready', 'ready', 'ready', 'indexing', 'failed']),
			fileCount,
			...chance.times(at),
		});
		const knowledgeBaseId = String(knowledge.id);
		seedFiles(account, store.listPath('file', { ...scope, knowledgeBaseId }), fileCount, at);
		return knowledgeBaseId;
	});
}

function seedFiles({ store, chance }: Account, path: string, count: number, from: number): void {
	for (const at of chance.moments(count, from)) {
		const [name, mimeType] = chance.pick(FILES);
		const size = chance.whole(2_000, 4_000_000);
		store.insert(path, 'file', { name, mimeType, size, ...chance.times(at) });
	}
}

function seedAgents(
	{ store, chance, made }: Account,
	{ scope, founded }: Workspace,
	count: number,
	{ promptIds, knowledgeBaseIds }: { promptIds: string[]; knowledgeBaseIds: string[] },
): string[] {
	const path = store.listPath('agent', scope);
	return chance.moments(count, founded).map((at, index) => {
		const number = made.agents++;
		const topic = TOPICS[number % TOPICS.length]!;
		const round = Math.floor(number / TOPICS.length);
		const first = index === 0;
		const agent = store.insert(path, 'agent', {
			name: numbered(`${topic} ${AGENT_KINDS[round % 10]!}`, Math.floor(round / 10)),
			description: `Answers questions about ${topic.toLowerCase()}`,
			status: first || chance.random() < 0.8 ? 'published' : 'draft',
			promptId: promptIds.length > 0 ? chance.pick(promptIds) : null,
			knowledgeBaseIds: someOf(knowledgeBaseIds, chance),
			citations: chance.random() < 0.5,
			structuredOutput: !first && chance.random() < 0.1,
			...chance.times(at),
		});
		return String(agent.id);
	});
}

/** At most three of them. */
function someOf(ids: readonly string[], chance: Chance): string[] {
	if (ids.length === 0) return [];
	return [...new Set(Array.from({ length: chance.whole(0, 3) }, () => chance.pick(ids)))];
}

function seedChannels(
	{ store, chance }: Account,
	{ scope, founded }: Workspace,
	count: number,
	agentIds: readonly string[],
): JsonObject[] {
	const path = store.listPath('channel', scope);
	return chance.moments(count, founded).map((at, index) =>
		store.insert(path, 'channel', {
			name: `${chance.pick(['Website', 'Shop', 'Intranet', 'Hotline', 'App'])} ${index + 1}`,
			type: CHANNEL_TYPES[index % CHANNEL_TYPES.length]!,
			agentId: agentIds.length > 0 && chance.random() < 0.9 ? chance.pick(agentIds) : null,
			status: chance.random() < 0.9 ? 'active' : 'inactive',
			...chance.times(at),
		}),
	);
}

function seedThreads(
	{ store, chance, now }: Account,
	{ scope, founded }: Workspace,
	count: number,
	{ channels, userIds }: { channels: readonly JsonObject[]; userIds: readonly string[] },
): void {
	const path = store.listPath('thread', scope);
	for (const at of chance.moments(count, founded)) {
		if (channels.length === 0) break;
		const channel = chance.pick(channels);
		const about = chance.whole(0, QUESTIONS.length - 1);
		const messageCount = chance.whole(1, 4) * 2;
		const after = (messages: number) => iso(Math.min(now, at + messages * 20_000));
		const thread = store.insert(path, 'thread', {
			title: QUESTIONS[about]!,
			agentId: channel.agentId ?? null,
			channelId: String(channel.id),
			userId: userIds.length > 0 ? chance.pick(userIds) : null,
			messageCount,
			createdAt: iso(at),
			updatedAt: after(messageCount),
		});
		for (let message = 0; message < messageCount; message++) {
			const asks = message % 2 === 0;
			const turn = about + Math.floor(message / 2);
			store.insertMessage(`${path}/${String(thread.id)}`, {
				role: asks ? 'user' : 'agent',
				content: (asks ? QUESTIONS : ANSWERS)[turn % QUESTIONS.length]!,
				createdAt: after(message),
			});
		}
	}
}

const MADE_ABOVE: ReadonlySet<ResourceName> = new Set([
	...(['workspace', 'user', 'prompt', 'knowledgeBase', 'file'] as const),
	...(['agent', 'channel', 'thread'] as const),
]);

/** What has no function above, such as a new resource: a record as its sample shows. */
function seedOthers({ store, chance }: Account, { scope, founded }: Workspace): void {
	for (const { name, parent, sample } of resources) {
		if (MADE_ABOVE.has(name) || parent !== 'workspace') continue;
		const { id: _id, ...values } = sample;
		store.insert(store.listPath(name, scope), name, { ...values, ...chance.times(founded) });
	}
}

const iso = (time: number) => new Date(Math.round(time)).toISOString();

function numbered(name: string, round: number): string {
	return round === 0 ? name : `${name} ${round + 1}`;
}

/** Splits a total by shares without losing any to rounding. */
function split(total: number, shares: readonly number[]): number[] {
	const sum = shares.reduce((a, b) => a + b, 0);
	let before = 0;
	let given = 0;
	return shares.map((share) => {
		before += share;
		const upTo = Math.round((total * before) / sum);
		const count = upTo - given;
		given = upTo;
		return count;
	});
}

/** Numbers from 0 (inclusive) to 1, always the same ones for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
