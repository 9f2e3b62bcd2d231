import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type JWK } from 'jose';
import { AUDIENCE, type ApiKey } from './keys';

/** One pair for all sandboxes of a process: it takes longer to make one than to start a sandbox. */
let signingKeys: ReturnType<typeof generateKeyPair> | undefined;
const getSigningKeys = () => (signingKeys ??= generateKeyPair('RS256'));

const KEY_ID = 'sandbox';

/** Issues and checks access tokens: JWTs, signed with RS256, as VIVI's guide shows them. */
export class Tokens {
	/** New tokens say that they were issued so many seconds ago. */
	ageSeconds = 0;

	/** Tokens that have not been ended early, by `jti`. */
	private readonly alive = new Map<string, { keyId: string; expiresAt: number }>();

	constructor(
		private readonly accountId: string,
		public lifeSeconds: number,
	) {}

	/** A token does not hold the role, so that a change of role affects earlier tokens too. */
	async issue(key: ApiKey, issuer: string): Promise<string> {
		const id = randomUUID();
		const now = Math.floor(Date.now() / 1000);
		const expiresAt = now + this.lifeSeconds;
		this.alive.set(id, { keyId: key.id, expiresAt });
		const { privateKey } = await getSigningKeys();
		return await new SignJWT({
			'https://vivi.bot/account_id': this.accountId,
			'https://vivi.bot/key_type': key.keyType,
			'https://vivi.bot/key_id': key.id,
		})
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
			.setIssuer(issuer)
			.setSubject(`${key.clientId}@clients`)
			.setAudience(AUDIENCE)
			.setIssuedAt(now - this.ageSeconds)
			.setExpirationTime(expiresAt)
			.setJti(id)
			.sign(privateKey);
	}

	/** @returns the ID of the key the token was issued for, or undefined when it is not valid. */
	async verify(token: string, issuer: string): Promise<string | undefined> {
		const { publicKey } = await getSigningKeys();
		try {
			const { payload } = await jwtVerify(token, publicKey, {
				algorithms: ['RS256'],
				audience: AUDIENCE,
				issuer,
			});
			return payload.jti === undefined ? undefined : this.alive.get(payload.jti)?.keyId;
		} catch {
			return undefined;
		}
	}

	/** The public half of the signing key, as a JSON Web Key. */
	async publicKey(): Promise<JWK> {
		const jwk = await exportJWK((await getSigningKeys()).publicKey);
		return { ...jwk, alg: 'RS256', use: 'sig', kid: KEY_ID };
	}

	/** Ends all tokens, or those of one key. */
	expire(keyId?: string): void {
		for (const [id, token] of this.alive) {
			if (keyId === undefined || token.keyId === keyId) this.alive.delete(id);
		}
	}

	/** How many tokens of a key are valid now. */
	count(keyId: string): number {
		const now = Date.now() / 1000;
		return [...this.alive.values()].filter(
			(token) => token.keyId === keyId && token.expiresAt > now,
		).length;
	}
}
