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
import type { ClientOptions } from '../../../vivi/client/connection';
import { readField } from '../../../vivi/client/input-values';
import { KnownLists } from '../../../vivi/client/known-lists';
import type { Limiter } from '../../../vivi/http/limiter';
import type { RetryPolicy } from '../../../vivi/http/retry';
import { SharedLimiters } from '../../../vivi/http/shared-limiters';
import type { Turns } from '../../../vivi/http/slots';
import { keptDescriptions } from '../../../vivi/openapi/descriptions';
import type { EditorSource } from '../../../vivi/openapi/editor';
import { isBlank } from '../../../vivi/text/trimmed';
import { authorisedHttp } from './authorised-http';
import { byCredential } from './by-credential';
import { LABELS } from './labels';
import { n8nHttp, type Sender } from './n8n-http';
import { nextTurn } from './next-turn';
import { LONGEST_WAIT_MS, timeoutMs, waiting } from './patience';
import { keyOf } from './renewal';

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
const WATCHED = { policy: { ...RETRY, maxTries: 3, maxTotalMs: 15_000 }, timeoutMs: 20_000 };

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
	return byCredential(context, 'viviApi', {
		connect(credentials) {
			const connection = connect(context, credentials);
			return { ...connection, limiter: narrowed(connection.limiter) };
		},
		settings: ({ timeout, userId }) => ({
			timeoutMs: timeoutMs(timeoutField, timeout),
			userId: String(readField(onBehalfOf, userId) ?? ''),
		}),
		make: (connection, settings) => createClient({ ...connection, ...settings, policy: RETRY }),
	});
}

/** A client of the core for the lists of the editor. */
export async function clientForEditor(context: ILoadOptionsFunctions): Promise<Client> {
	return createClient({ ...connect(context, await keyFor(context)), ...WATCHED });
}

/**
 * The source of the API description's operations for the editor.
 * @param ownUrl the node's own; the credential's where it has none
 */
export async function editorSource(
	context: ILoadOptionsFunctions,
	ownUrl: unknown,
): Promise<EditorSource> {
	const credentials = await keyFor(context);
	const connection = connect(context, credentials);
	const { owner, accountId, workspaceId } = createClient({ ...connection, ...WATCHED });
	return {
		descriptions,
		request: {
			url: isBlank(ownUrl) ? credentials[descriptionUrl.name] : ownUrl,
			http: connection.elsewhere,
			authorised: connection.http,
			baseUrl: connection.baseUrl,
			owner,
			timeoutMs: WATCHED.timeoutMs,
			labels: LABELS,
		},
		known: { accountId, workspaceId },
	};
}

/** A client of the core for a poll with a time limit; the next poll gets what is left. */
export async function clientForPoll(context: IPollFunctions, budgetMs: number): Promise<Client> {
	const share = budgetMs / 4;
	return createClient({
		...connect(context, await keyFor(context)),
		policy: { ...RETRY, maxTotalMs: share },
		timeoutMs: Math.min(60_000, share),
	});
}

async function keyFor(context: ILoadOptionsFunctions | IPollFunctions) {
	return await context.getCredentials('viviApi');
}

/** The client's options that come from a decrypted credential; all that use it share them. */
function connect(context: Sender, stored: ICredentialDataDecryptedObject) {
	const { http, isTokenFresh } = authorisedHttp(context, stored);
	const baseUrl = baseUrlOf(stored['baseUrl']);
	const text = (name: string) => String(stored[name] ?? '');
	return {
		http: patientWithFreshToken(http, isTokenFresh, waiting(context)),
		elsewhere: n8nHttp(context),
		now: Date.now,
		sleep: waiting(context),
		random: Math.random,
		baseUrl,
		accountId: text('accountId'),
		workspaceId: text('workspaceId'),
		keyType: readField(KEY_TYPE, stored['keyType']) as ClientOptions['keyType'],
		addressMap: stored['addressMap'],
		lists,
		// All of them respect a rate limit.
		pause: { until: 0 },
		// Shared by all of the process that use this key.
		limiter: limiters.of(JSON.stringify([baseUrl, keyOf(stored)])),
		// A 401 comes here only after n8n has renewed the token.
		hasTriedFreshToken: () => true,
		labels: LABELS,
	} satisfies Partial<ClientOptions>;
}
