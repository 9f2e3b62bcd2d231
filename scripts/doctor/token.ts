import type { AccessToken } from '../../vivi/auth/exchange-token';
import { isJsonObject, parseJson, type JsonObject } from '../../vivi/http/json';

/** The facts of a token that may be shown. The token itself and its subject stay hidden. */
export interface TokenFacts {
	lifeSeconds: number;
	expiresAt: string;
	issuer: string | null;
	audiences: string[];
	scope: string | null;
	/** The names of all its claims; empty when it is not a JWT. */
	claims: string[];
	/** How far VIVI's clock is ahead of this machine's; null when the token does not show it. */
	clockAheadSeconds: number | null;
}

/** Reads a new token. */
export function tokenFacts(
	{ accessToken, expiresAt, issuedAt }: AccessToken,
	now: number,
): TokenFacts {
	const claims = claimsOf(accessToken);
	const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : null);
	return {
		lifeSeconds: Math.round((expiresAt - now) / 1000),
		expiresAt: new Date(expiresAt).toISOString(),
		issuer: text('iss'),
		audiences: [claims.aud].flat().filter((audience) => typeof audience === 'string'),
		scope: text('scope'),
		claims: Object.keys(claims).sort(),
		clockAheadSeconds: issuedAt === undefined ? null : Math.round((issuedAt - now) / 1000),
	};
}

/** Unusual facts about a token, in words; usually none. */
export function tokenRemarks(facts: TokenFacts, audience: string): string[] {
	const ahead = facts.clockAheadSeconds ?? 0;
	return [
		...(Math.abs(ahead) > 120
			? [
					`This machine's clock is ${Math.abs(ahead)} seconds ${ahead > 0 ? 'behind' : 'ahead of'} VIVI's; set it right.`,
				]
			: []),
		...(facts.audiences.length > 0 && !facts.audiences.includes(audience)
			? ["The token is for another audience than VIVI_AUDIENCE; compare it with VIVI's portal."]
			: []),
		...(facts.claims.length === 0 ? ['It is no JWT, so it tells nothing about itself.'] : []),
	];
}

/** `24 hours`, `90 minutes`, `45 seconds` */
export function inWords(seconds: number): string {
	const [unit, size] =
		seconds >= 7200 ? ['hours', 3600] : seconds >= 120 ? ['minutes', 60] : ['seconds', 1];
	return `${Math.round(seconds / Number(size))} ${unit}`;
}

function claimsOf(token: string): JsonObject {
	const payload = token.split('.')[1] ?? '';
	const claims = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
	return isJsonObject(claims) ? claims : {};
}
