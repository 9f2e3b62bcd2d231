import { fingerprint, readCredentials, type ViviCredentials } from './credentials';
import { exchangeToken, type AccessToken, type ExchangeTools } from './exchange-token';
import { jwtTimes } from './jwt';

interface GetTokenOptions {
	/** The token that VIVI has just refused; the source never answers with it. */
	rejected?: string | undefined;
	/** Exchange in any case: a person wants to know whether the key works now. */
	isFresh?: boolean;
}

/** Hands out access tokens and exchanges as seldom as possible. */
export interface TokenSource {
	/** @throws ViviAuthError as `exchangeToken` does; the next call tries again. */
	get(
		credentials: ViviCredentials,
		http: ExchangeTools['http'],
		options?: GetTokenOptions,
	): Promise<AccessToken>;
}

interface TokenSourceOptions extends Omit<ExchangeTools, 'http'> {
	/** How many keys are remembered; the least recently used one makes room. */
	maxEntries?: number;
}

/** A token is renewed this long before its end … */
const MARGIN_MS = 60_000;
/** … or, when its lifetime is short, in the last tenth of it. */
const MARGIN_SHARE = 0.1;
/** Callers whose tokens were refused together come back within this time. */
const RECENT_MS = 60_000;

interface CachedToken extends AccessToken {
	/** When it was fetched and when it is due for renewal, in milliseconds since the epoch. */
	obtainedAt: number;
	refreshAt: number;
	/** Earlier tokens: the last one, and those whose refusal led to this exchange. */
	older: ReadonlySet<string>;
}

interface Exchange {
	token: Promise<AccessToken>;
	/** The tokens that VIVI refused to the callers that wait for this exchange. */
	refused: Set<string>;
}

/**
 * Makes a token source with its own cache, keyed by credential: one process serves many people, so
 * there is no "current token". Callers that come during an exchange for the same key share it.
 */
export function createTokenSource({ maxEntries = 500, ...tools }: TokenSourceOptions): TokenSource {
	const cache = new Map<string, CachedToken>();
	const pending = new Map<string, Exchange>();

	function remember(key: string, token: AccessToken, older: Set<string>): void {
		const life = token.expiresAt - tools.now();
		const last = cache.get(key);
		if (last) older.add(last.accessToken);
		cache.delete(key);
		cache.set(key, {
			...token,
			obtainedAt: tools.now(),
			refreshAt: token.expiresAt - Math.min(MARGIN_MS, life * MARGIN_SHARE),
			older,
		});
		const oldest = cache.keys().next().value;
		if (cache.size > maxEntries && oldest !== undefined) cache.delete(oldest);
	}

	function recall(key: string, rejected: string | undefined): AccessToken | undefined {
		const cached = cache.get(key);
		if (!cached || cached.refreshAt <= tools.now() || cached.accessToken === rejected) {
			return undefined;
		}
		if (rejected && !isNewer(cached, rejected)) return undefined;
		cache.delete(key);
		cache.set(key, cached);
		const { refreshAt: _refreshAt, obtainedAt: _obtainedAt, older: _older, ...token } = cached;
		return token;
	}

	/**
	 * Whether the cached token is newer than the refused one. Another process may have renewed it
	 * since, and an older token would be refused as well; n8n asks only twice. Tokens give their age
	 * in whole seconds, so of two tokens of the same second only the order of this process counts.
	 * When a token does not give its age, one that was fetched a moment ago counts as newer.
	 */
	function isNewer(cached: CachedToken, rejected: string): boolean {
		if (cached.older.has(rejected)) return true;
		const refusedAt = jwtTimes(rejected).issuedAt;
		return refusedAt === undefined || cached.issuedAt === undefined
			? tools.now() - cached.obtainedAt < RECENT_MS
			: cached.issuedAt > refusedAt;
	}

	function begin(key: string, credentials: ViviCredentials, http: ExchangeTools['http']): Exchange {
		const refused = new Set<string>();
		const token = exchangeToken(credentials, { ...tools, http })
			.then((made) => {
				remember(key, made, refused);
				return made;
			})
			.finally(() => pending.delete(key));
		pending.set(key, { token, refused });
		return { token, refused };
	}

	return {
		async get(input, http, { rejected, isFresh = false } = {}) {
			const credentials = readCredentials({ ...input });
			const key = fingerprint(credentials);
			const known = isFresh ? undefined : recall(key, rejected);
			if (known) return known;

			const exchange = pending.get(key) ?? begin(key, credentials, http);
			if (rejected) exchange.refused.add(rejected);
			return await exchange.token;
		},
	};
}
