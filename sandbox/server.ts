import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Role } from '../vivi/catalogue/types';
import type { JsonObject } from '../vivi/http/json';
import { adminRoutes } from './admin';
import { apiRoutes } from './api-routes';
import { channelActions } from './channel-actions';
import { channelRoutes } from './channel-routes';
import { DEFAULT_CHANNEL_STYLE, type ChannelStyle } from './channel-style';
import { Channels, type IssuedChannel, type NewChannel, type Sent } from './channels';
import type { Context } from './context';
import { dataAccess, type DataAccess } from './data';
import { ApiError } from './errors';
import { Faults, type FaultRule } from './faults';
import { addHooks } from './hooks';
import { AUDIENCE, Keys, type ApiKey, type IssuedKey, type KeySummary, type NewKey } from './keys';
import { DEFAULT_LIST_STYLE, type ListStyle } from './list-style';
import { openApiDocument } from './openapi';
import { secondOpenApiDocument } from './second-openapi';
import { seedAccount, type SeedOptions } from './seed';
import { startPageRoutes } from './start-page';
import { Stats, type StatsSnapshot } from './stats';
import { Store } from './store';
import { tokenRoutes } from './token-routes';
import { Tokens } from './tokens';
import { Tools, type Tool } from './tools';
import { MAX_UPLOAD_BYTES } from './uploads';
import { DEFAULT_WORK_STYLE, Work, type WorkStyle } from './work';

const ACCOUNT_ID = 'acc_7d21c4e8';
/** JSON bodies may be as large as uploads, plus what multipart puts around one. */
const MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024;

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
	/** To tell two local VIVIs apart; always the same unless said otherwise. */
	accountId?: string;
	/** The largest file that is taken, in bytes; one that is larger than 25 MB is not kept. */
	maxUploadBytes?: number;
	/** Of the workspace key that is made at the start; Workspace Admin unless said otherwise. */
	workspaceRole?: Role;
}

export interface Sandbox {
	/** Origin of the API, as a credential's `baseUrl` takes it. */
	url: string;
	tokenUrl: string;
	adminUrl: string;
	audience: string;
	accountId: string;
	defaultWorkspaceId: string;
	keys: { account: IssuedKey; workspace: IssuedKey };
	/** An API channel with a published agent. */
	channel: IssuedChannel;

	stats(): StatsSnapshot;
	resetStats(): void;
	/** The messages that reached agents, oldest first (the last 1,000). */
	sends(): readonly Sent[];

	/** Replaces all rules; an empty list, and no argument, ends all faults. */
	setFaults(rules?: readonly FaultRule[]): void;
	setLatency(latency: { latencyMs?: number; tokenLatencyMs?: number }): void;
	/** Back to the defaults, apart from what is given. */
	setListStyle(style?: Partial<ListStyle>): void;
	/** Back to the defaults, apart from what is given. */
	setChannelStyle(style?: Partial<ChannelStyle>): void;
	/** How the work on files and knowledge bases goes that begins from now on. */
	setWorkStyle(style?: Partial<WorkStyle>): void;
	/** Lets time pass for that work. */
	skipTime(ms: number): void;
	/** For tokens issued from now on. */
	setTokenLife(seconds: number): void;
	/** Tokens that are issued from now on say that they were issued so long ago. */
	setTokenAge(seconds: number): void;

	createKey(key: NewKey): IssuedKey;
	/** The key with its new secret; the old one is retired, tokens live on. */
	rotateKey(id: string): IssuedKey;
	deactivateKey(id: string): void;
	changeRole(id: string, role: Role): void;
	/** Makes tokens end before their time: those of one key, or all. */
	expireTokens(keyId?: string): void;
	listKeys(): KeySummary[];
	createChannel(options?: NewChannel): IssuedChannel;
	/** Gives the agents a tool, by the address of its OpenAPI document. */
	importTool(url: string, secret?: string): Promise<Tool>;
	/** Takes all tools from the agents. */
	removeTools(): void;

	data: DataAccess;
	close(): Promise<void>;
}

/** Starts a local VIVI that only this machine can reach. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const accountId = options.accountId ?? ACCOUNT_ID;
	const store = new Store(accountId);
	const context: Context = {
		personality: options.personality ?? 'first',
		url: '',
		store,
		keys: new Keys(),
		tokens: new Tokens(accountId, options.tokenLifeSeconds ?? 86_400),
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
		maxUploadBytes: options.maxUploadBytes ?? MAX_UPLOAD_BYTES,
		work: new Work(store),
	};
	const { keys, tokens, faults, stats, channels, tools, settings } = context;

	seedAccount(store, { ...DEFAULT_SEED, now: Date.now(), ...withoutUndefined(options) });
	const [defaultWorkspace] = store.collection(store.listPath('workspace', {})).all();
	if (!defaultWorkspace) throw new Error('The sandbox needs at least one workspace.');
	const defaultWorkspaceId = String(defaultWorkspace.id);

	const issued = (key: ApiKey): IssuedKey => {
		const { id, name, clientId, clientSecret, keyType, role, workspaceId } = key;
		const tokenUrl = `${context.url}/oauth/token`;
		return {
			...{ id, name, clientId, clientSecret, audience: AUDIENCE, tokenUrl, keyType, role },
			...(workspaceId ? { workspaceId } : {}),
		};
	};
	const createKey = (key: NewKey) => {
		if (key.workspaceId && !store.has(store.listPath('workspace', {}), key.workspaceId)) {
			throw new ApiError(422, 'invalid_key', 'There is no such workspace.');
		}
		return issued(keys.create(key));
	};
	const rotateKey = (id: string) => issued(keys.rotate(id));
	const issuedChannel = (channel: Omit<IssuedChannel, 'baseUrl'>): IssuedChannel => ({
		...channel,
		baseUrl: context.url,
	});

	const say = async (message: string, threadId: string) => {
		const { channelId, apiKey } = channel;
		const answer = await fetch(`${context.url}/channelsApi/${channelId}/invoke`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'vivi-api-key': apiKey },
			body: JSON.stringify({ message, threadId }),
		});
		return (await answer.json()) as JsonObject;
	};
	const app = await buildApp(context, { createKey, rotateKey, say });
	// Loopback and nothing else, whatever the options: the admin API asks nobody who they are.
	context.url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });

	const firstAgent = store
		.collection(store.listPath('agent', { workspaceId: defaultWorkspaceId }))
		.all()
		.find(({ status, structuredOutput }) => status === 'published' && !structuredOutput);
	const channel = issuedChannel(
		firstAgent
			? channels.open(defaultWorkspaceId, String(firstAgent.id))
			: channels.create({}, defaultWorkspaceId),
	);

	return {
		url: context.url,
		tokenUrl: `${context.url}/oauth/token`,
		adminUrl: `${context.url}/_sandbox`,
		audience: AUDIENCE,
		accountId,
		defaultWorkspaceId,
		keys: {
			account: createKey({ name: 'Account key', keyType: 'account' }),
			workspace: createKey({
				name: 'Workspace key',
				keyType: 'workspace',
				workspaceId: defaultWorkspaceId,
				role: options.workspaceRole ?? 'workspaceAdmin',
			}),
		},
		channel,

		stats: () => stats.snapshot(),
		resetStats: () => stats.reset(),
		sends: () => channels.sends,

		setFaults: (rules = []) => faults.set(rules),
		setLatency: (latency) => void Object.assign(settings, latency),
		setListStyle: (style = {}) => {
			settings.list = { ...DEFAULT_LIST_STYLE, ...style };
		},
		setChannelStyle: (style = {}) => {
			settings.channel = { ...DEFAULT_CHANNEL_STYLE, ...style };
		},
		setWorkStyle: (style = {}) => {
			settings.work = { ...DEFAULT_WORK_STYLE, ...style };
		},
		skipTime: (ms) => context.work.skip(ms),
		setTokenLife: (seconds) => {
			tokens.lifeSeconds = seconds;
		},
		setTokenAge: (seconds) => {
			tokens.ageSeconds = seconds;
		},

		createKey,
		rotateKey,
		deactivateKey: (id) => void keys.deactivate(id),
		changeRole: (id, role) => void keys.changeRole(id, role),
		expireTokens: (keyId) => tokens.expire(keyId),
		listKeys: () => keys.list(),
		createChannel: (options = {}) => issuedChannel(channels.create(options, defaultWorkspaceId)),
		importTool: async (url, secret = '') => await tools.import(url, secret),
		removeTools: () => tools.clear(),

		data: dataAccess(context, defaultWorkspaceId),
		close: async () => await app.close(),
	};
}

async function buildApp(
	context: Context,
	actions: Parameters<typeof adminRoutes>[2],
): Promise<FastifyInstance> {
	const app = Fastify({
		bodyLimit: MAX_BODY_BYTES,
		// Otherwise closing would wait for the connections that clients keep open.
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
	});
	app.removeAllContentTypeParsers();
	await app.register(multipart, { limits: { fileSize: context.maxUploadBytes, files: 1 } });
	addHooks(app, context);

	app.setErrorHandler(async (error: FastifyError | ApiError, _request, reply) => {
		if (error instanceof ApiError) {
			if (error.status === 401) reply.header('www-authenticate', 'Bearer');
			return await reply.code(error.status).send(error.toJSON());
		}
		const status = error.statusCode ?? 500;
		const code = status < 500 ? 'invalid_request' : 'internal_error';
		return await reply.code(status).send({ error: { code, message: error.message } });
	});
	app.setNotFoundHandler(async (_request, reply) => {
		const error = { code: 'not_found', message: 'There is nothing at this address.' };
		return await reply.code(404).send({ error });
	});

	tokenRoutes(app, context);
	apiRoutes(app, context);
	channelRoutes(app, context);
	channelActions(app, context);
	adminRoutes(app, context, actions);
	startPageRoutes(app);
	app.get('/openapi.json', async () =>
		context.personality === 'second'
			? secondOpenApiDocument(context.url)
			: openApiDocument(context.url),
	);
	return app;
}

/** Options that were passed on but not set must not hide the defaults. */
function withoutUndefined<T extends object>(options: T): Partial<T> {
	return Object.fromEntries(
		Object.entries(options).filter(([, value]) => value !== undefined),
	) as Partial<T>;
}
