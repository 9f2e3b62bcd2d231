import { fingerprint, readCredentials, type ViviCredentials } from './credentials';
import { exchangeToken, type AccessToken, type ExchangeTools } from './exchange-token';
import { jwtTimes } from './jwt';

export interface GetTokenOptions {
	/** The token VIVI has just refused; an answer is never this one. */
	rejected?: string | undefined;
	/** Exchange in any case: somebody wants to know whether the key works now. */
	isFresh?: boolean;
}

/** Hands out access tokens, exchanging as seldom as it can. */
export interface TokenSource {
	/** @throws ViviAuthError as `exchangeToken` does; a failed exchange is not remembered. */
	get(
		credentials: ViviCredentials,
		http: ExchangeTools['http'],
		options?: GetTokenOptions,
	): Promise<AccessToken>;
}

export interface TokenSourceOptions extends Omit<ExchangeTools, 'http'> {
	/** Keys remembered at most; the one used longest ago makes room. */
	maxEntries?: number;
}

/** A token is renewed this long before its end … */
const MARGIN_MS = 60_000;
/** … or, when it lives shortly, in the last tenth of its life. */
const MARGIN_SHARE = 0.1;
/** Callers that were refused together come back within this time. */
const RECENT_MS = 60_000;

interface CachedToken extends AccessToken {
	/** When it was fetched and from when on it is renewed, in milliseconds since the epoch. */
	obtainedAt: number;
	refreshAt: number;
	/** Tokens that came before it: the last one, and those whose refusal it was fetched for. */
	older: ReadonlySet<string>;
}

interface Exchange {
	token: Promise<AccessToken>;
	/** What VIVI has refused of those who wait for it. */
	refused: Set<string>;
}

/**
 * Makes a token source with a cache of its own, keyed by credential: one process serves many people,
 * so there is no such thing as "the current token". Callers that come while an exchange is under way
 * for the same key share it.
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
	 * Whether the cached token came after the refused one. Another process may have renewed since, and
	 * an older token would be refused as well; n8n asks only twice. Tokens tell their age in whole seconds,
	 * so of two that were made in the same one only what was seen here counts. Where a token does not tell
	 * its age, one that was fetched a moment ago counts as newer.
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
