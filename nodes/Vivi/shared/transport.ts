import {
	sleep,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { KEY_TYPE } from '../../../vivi/auth/connection-fields';
import { patientWithFreshToken } from '../../../vivi/auth/fresh-token';
import { descriptionUrl } from '../../../vivi/catalogue/api-operation';
import { baseUrlOf } from '../../../vivi/catalogue/paths';
import { onBehalfOf, timeout as timeoutField } from '../../../vivi/catalogue/settings';
import { createClient, type Client } from '../../../vivi/client/client';
import { readField } from '../../../vivi/client/input-values';
import { KnownLists } from '../../../vivi/client/known-lists';
import type { Limiter } from '../../../vivi/http/limiter';
import type { Http } from '../../../vivi/http/port';
import type { RetryPolicy } from '../../../vivi/http/retry';
import { SharedLimiters } from '../../../vivi/http/shared-limiters';
import type { SharedPause } from '../../../vivi/http/shared-pause';
import type { Turns } from '../../../vivi/http/slots';
import { keptDescriptions } from '../../../vivi/openapi/descriptions';
import type { EditorSource } from '../../../vivi/openapi/editor';
import { isBlank, trimmed } from '../../../vivi/text/trimmed';
import { authorisedHttp } from './authorised-http';
import { byCredential } from './by-credential';
import { n8nHttp } from './n8n-http';
import { cancelSignalOf, type HelperCall } from './n8n-stream';
import { LABELS } from './labels';
import { LONGEST_WAIT_MS, waiting } from './patience';
import { nextTurn } from './next-turn';
import { keyOf } from './renewal';
import { timeoutMs } from './timeout';

/** Shared by all nodes of the process, so that each fact about a list is found out once. */
const lists = new KnownLists();
const descriptions = keptDescriptions(Date.now);

/** The limiters' ports to n8n. Their sleep belongs to no execution, and so ends with none. */
export const turns: Turns = { now: Date.now, sleep, nextTurn };

const limiters = new SharedLimiters(turns);

/** n8n's own retries end after 5 tries of 5 seconds, too early for a real rate limit. */
const RETRY: RetryPolicy = {
	maxTries: 8,
	maxTotalMs: LONGEST_WAIT_MS,
	baseDelayMs: 500,
	maxDelayMs: 20_000,
};

/** A person is waiting for a list to open: a clear text soon is better than a list much later. */
const RETRY_WHILE_WATCHED: RetryPolicy = { ...RETRY, maxTries: 3, maxTotalMs: 15_000 };

/** The time limit of each answer while a person is waiting. */
const WATCHED_MS = 20_000;

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

interface ClientSettings {
	timeoutMs: number;
	userId?: string;
}

/** Gives the client for an item's options. */
export type ClientFor = (itemIndex: number) => Promise<Client>;

/**
 * The clients of one execution, by the values of an item's credential and options.
 * @param narrowed limits a shared limiter for this execution
 */
export function executionClients(
	context: IExecuteFunctions,
	narrowed: (limiter: Limiter) => Limiter = (shared) => shared,
): ClientFor {
	const connectionFor = byCredential(context, 'viviApi', (credentials) => {
		const connection = connect(context, credentials);
		return {
			...connection,
			limiter: narrowed(connection.limiter),
			clients: new Map<string, Client>(),
		};
	});
	return async (itemIndex) => {
		const { timeout, userId } = context.getNodeParameter('options', itemIndex, {}) as {
			timeout?: unknown;
			userId?: unknown;
		};
		const user = readField(onBehalfOf, userId) as string | undefined;
		const { clients, ...connection } = await connectionFor(itemIndex);
		const key = JSON.stringify([timeout, user]);
		const known = clients.get(key);
		if (known) return known;
		const client = clientOf(context, connection, RETRY, {
			timeoutMs: timeoutMs(timeoutField, timeout),
			...(user !== undefined && { userId: user }),
		});
		clients.set(key, client);
		return client;
	};
}

/** A client of the core for the lists of the editor. */
export async function clientForEditor(context: ILoadOptionsFunctions): Promise<Client> {
	const connection = connect(context, await context.getCredentials('viviApi'));
	return clientOf(context, connection, RETRY_WHILE_WATCHED, { timeoutMs: WATCHED_MS });
}

/**
 * The source of the API description's operations for the editor.
 * @param ownUrl the node's own; the credential's where it has none
 */
export async function editorSource(
	context: ILoadOptionsFunctions,
	ownUrl: unknown,
): Promise<EditorSource> {
	const credentials = await context.getCredentials('viviApi');
	const connection = connect(context, credentials);
	const { owner, accountId, workspaceId } = clientOf(context, connection, RETRY_WHILE_WATCHED, {
		timeoutMs: WATCHED_MS,
	});
	return {
		descriptions,
		request: {
			url: isBlank(ownUrl) ? credentials[descriptionUrl.name] : ownUrl,
			http: plainHttp(context),
			authorised: connection.http,
			baseUrl: baseUrlOf(credentials['baseUrl']),
			owner,
			timeoutMs: WATCHED_MS,
			labels: LABELS,
		},
		known: { accountId, workspaceId },
	};
}

/** A client of the core for a poll with a time limit; the next poll gets what is left. */
export async function clientForPoll(context: IPollFunctions, budgetMs: number): Promise<Client> {
	const share = budgetMs / 4;
	const policy = { ...RETRY, maxTotalMs: share };
	const connection = connect(context, await context.getCredentials('viviApi'));
	return clientOf(context, connection, policy, {
		timeoutMs: Math.min(60_000, share),
	});
}

/** A decrypted credential, and requests that use it. */
interface Connection {
	credentials: ICredentialDataDecryptedObject;
	http: Http;
	/** Shared by all that use the connection, so that all of them respect a rate limit. */
	pause: SharedPause;
	/** Shared by all of the process that use this key. */
	limiter: Limiter;
}

function connect(context: Context, stored: ICredentialDataDecryptedObject): Connection {
	const { http, isTokenFresh } = authorisedHttp(context, stored);
	return {
		credentials: stored,
		http: patientWithFreshToken(http, isTokenFresh, waiting(context)),
		pause: { until: 0 },
		limiter: limiters.of(JSON.stringify([baseUrlOf(stored['baseUrl']), keyOf(stored)])),
	};
}

/** Without any credential. */
function plainHttp(context: Context): Http {
	const request: HelperCall = async (options) => await context.helpers.httpRequest(options);
	return n8nHttp(request, { cancelled: cancelSignalOf(context) });
}

function clientOf(
	context: Context,
	{ credentials, http, pause, limiter }: Connection,
	policy: RetryPolicy,
	{ timeoutMs: timeout, userId }: ClientSettings,
): Client {
	const text = (name: string) => trimmed(String(credentials[name] ?? ''));
	const workspaceId = text('workspaceId');
	const actsFor = trimmed(userId ?? '');
	return createClient({
		http,
		now: Date.now,
		sleep: waiting(context),
		lists,
		random: Math.random,
		elsewhere: plainHttp(context),
		baseUrl: baseUrlOf(credentials['baseUrl']),
		accountId: text('accountId'),
		addressMap: credentials['addressMap'],
		keyType: readField(KEY_TYPE, credentials['keyType']) as 'account' | 'workspace',
		policy,
		timeoutMs: timeout,
		pause,
		limiter,
		// A 401 comes here only after n8n has renewed the token.
		hasTriedFreshToken: () => true,
		labels: LABELS,
		...(workspaceId !== '' && { workspaceId }),
		...(actsFor !== '' && { userId: actsFor }),
	});
}
