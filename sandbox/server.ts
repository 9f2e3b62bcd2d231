import type { Role } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import { buildApp } from './build-app';
import {
	Channels,
	DEFAULT_CHANNEL_STYLE,
	type ChannelStyle,
	type IssuedChannel,
	type NewChannel,
	type Sent,
} from './channels';
import type { Context } from './context';
import { dataAccess } from './data';
import { ApiError } from './errors';
import { Faults, type FaultRule } from './faults';
import { AUDIENCE, Keys, type ApiKey, type IssuedKey, type NewKey } from './keys';
import { DEFAULT_LIST_STYLE, type ListStyle } from './list-style';
import { seedAccount, type SeedOptions } from './seed';
import { Stats } from './stats';
import { Store } from './store';
import { Tokens } from './tokens';
import { Tools } from './tools';
import { DEFAULT_WORK_STYLE, Work, type WorkStyle } from './work';

const ACCOUNT_ID = 'acc_7d21c4e8';

const DEFAULT_SEED: Omit<SeedOptions, 'now'> = {
	seed: 20260112,
	workspaces: 6,
	users: 60,
	agents: 300,
	prompts: 90,
	knowledgeBases: 200,
	channels: 48,
	threads: 240,
};

export interface SandboxOptions extends Partial<SeedOptions> {
	/** `second` has all but the exchange and the channels at other addresses, under other names. */
	personality?: 'first' | 'second';
	/** 0, the default, takes any free one. */
	port?: number;
	tokenLifeSeconds?: number;
	/** Before each answer of the API. */
	latencyMs?: number;
	/** Before each answer of the token endpoint. */
	tokenLatencyMs?: number;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** Starts a local VIVI that only this machine can reach. */
export async function startSandbox(options: SandboxOptions = {}) {
	const context = createContext(options);
	const { store, keys, tokens, channels, tools } = context;
	seedAccount(store, { ...DEFAULT_SEED, now: Date.now(), ...options });
	const [defaultWorkspace] = store.collection(store.listPath('workspace', {})).all();
	if (!defaultWorkspace) throw new Error('The sandbox needs at least one workspace.');
	const defaultWorkspaceId = String(defaultWorkspace.id);

	const { createKey, rotateKey } = keyActions(context);
	const say = async (message: string, threadId: string) =>
		await sayTo(channel, { message, threadId });
	const app = await buildApp(context, { createKey, rotateKey, say });
	// Loopback and nothing else, whatever the options: the admin API asks nobody who they are.
	context.url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	const channel = firstChannel(context, defaultWorkspaceId);

	return {
		/** Origin of the API, as a credential's `baseUrl` takes it. */
		url: context.url,
		tokenUrl: `${context.url}/oauth/token`,
		adminUrl: `${context.url}/_sandbox`,
		audience: AUDIENCE,
		accountId: store.accountId,
		defaultWorkspaceId,
		keys: {
			account: createKey({ name: 'Account key', keyType: 'account' }),
			workspace: createKey({
				name: 'Workspace key',
				keyType: 'workspace',
				workspaceId: defaultWorkspaceId,
			}),
		},
		/** An API channel with a published agent. */
		channel,
		...controls(context),
		createKey,
		rotateKey,
		deactivateKey: (id: string) => void keys.deactivate(id),
		changeRole: (id: string, role: Role) => void keys.changeRole(id, role),
		/** Makes tokens end before their time: those of one key, or all. */
		expireTokens: (keyId?: string) => tokens.expire(keyId),
		listKeys: () => keys.list(),
		createChannel: (channel: NewChannel = {}) =>
			issuedChannel(context, channels.create(channel, defaultWorkspaceId)),
		/** Gives the agents a tool, by the address of its OpenAPI document. */
		importTool: async (url: string, secret = '') => await tools.import(url, secret),
		/** Takes all tools from the agents. */
		removeTools: () => tools.clear(),
		data: dataAccess(context, defaultWorkspaceId),
		close: async () => await app.close(),
	};
}

function createContext(options: SandboxOptions): Context {
	const store = new Store(ACCOUNT_ID);
	return {
		personality: options.personality ?? 'first',
		url: '',
		store,
		keys: new Keys(),
		tokens: new Tokens(ACCOUNT_ID, options.tokenLifeSeconds ?? 86_400),
		faults: new Faults(),
		stats: new Stats(),
		channels: new Channels(store),
		tools: new Tools(),
		settings: {
			latencyMs: options.latencyMs ?? 0,
			tokenLatencyMs: options.tokenLatencyMs ?? 0,
			list: { ...DEFAULT_LIST_STYLE },
			channel: { ...DEFAULT_CHANNEL_STYLE },
			work: { ...DEFAULT_WORK_STYLE },
		},
		uploads: new Map(),
		work: new Work(store),
	};
}

/** Makes and rotates keys. Both give the key as VIVI's dialog shows it; tokens of a rotated key live on. */
function keyActions(context: Context) {
	const { keys, store } = context;
	const issued = (key: ApiKey): IssuedKey => {
		const { id, name, clientId, clientSecret, keyType, role, workspaceId } = key;
		const tokenUrl = `${context.url}/oauth/token`;
		return {
			...{ id, name, clientId, clientSecret, audience: AUDIENCE, tokenUrl, keyType, role },
			...(workspaceId ? { workspaceId } : {}),
		};
	};
	return {
		createKey(key: NewKey): IssuedKey {
			if (key.workspaceId && !store.has(store.listPath('workspace', {}), key.workspaceId)) {
				throw new ApiError(422, 'invalid_key', 'There is no such workspace.');
			}
			return issued(keys.create(key));
		},
		rotateKey: (id: string): IssuedKey => issued(keys.rotate(id)),
	};
}

/** A channel to the first published agent that answers in words; one without an agent if there is none. */
function firstChannel(context: Context, workspaceId: string): IssuedChannel {
	const { store, channels } = context;
	const agent = store
		.collection(store.listPath('agent', { workspaceId }))
		.all()
		.find(({ status, structuredOutput }) => status === 'published' && !structuredOutput);
	return issuedChannel(
		context,
		agent ? channels.open(workspaceId, String(agent.id)) : channels.create({}, workspaceId),
	);
}

function issuedChannel({ url }: Context, channel: Omit<IssuedChannel, 'baseUrl'>): IssuedChannel {
	return { ...channel, baseUrl: url };
}

async function sayTo(
	{ baseUrl, channelId, apiKey }: IssuedChannel,
	message: { message: string; threadId: string },
): Promise<JsonObject> {
	const answer = await fetch(`${baseUrl}/channelsApi/${channelId}/invoke`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'vivi-api-key': apiKey },
		body: JSON.stringify(message),
	});
	return (await answer.json()) as JsonObject;
}

/** What a test can see and change while the sandbox runs. */
function controls({ stats, channels, faults, settings, tokens, work }: Context) {
	return {
		stats: () => stats.snapshot(),
		resetStats: () => stats.reset(),
		/** The messages that reached agents, oldest first (the last 1,000). */
		sends: (): readonly Sent[] => channels.sends,
		/** Replaces all rules; without an argument there are no faults. */
		setFaults: (rules: readonly FaultRule[] = []) => faults.set(rules),
		setLatency: (latency: { latencyMs?: number; tokenLatencyMs?: number }) =>
			void Object.assign(settings, latency),
		/** Sets what is given, and all else to the defaults; so do the next two. */
		setListStyle: (style: Partial<ListStyle> = {}) => {
			settings.list = { ...DEFAULT_LIST_STYLE, ...style };
		},
		setChannelStyle: (style: Partial<ChannelStyle> = {}) => {
			settings.channel = { ...DEFAULT_CHANNEL_STYLE, ...style };
		},
		/** How the work on files and knowledge bases goes that begins from now on. */
		setWorkStyle: (style: Partial<WorkStyle> = {}) => {
			settings.work = { ...DEFAULT_WORK_STYLE, ...style };
		},
		/** Lets time pass for that work. */
		skipTime: (ms: number) => work.skip(ms),
		/** For tokens issued from now on. */
		setTokenLife: (seconds: number) => {
			tokens.lifeSeconds = seconds;
		},
		/** Tokens that are issued from now on say that they were issued so long ago. */
		setTokenAge: (seconds: number) => {
			tokens.ageSeconds = seconds;
		},
	};
}
