import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { isJsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { ApiError } from './errors';
import { AUDIENCE, type ApiKey } from './keys';

/** One pair for all sandboxes of a process: making one takes longer than starting a sandbox. */
let signingKeys: ReturnType<typeof generateKeyPair> | undefined;
const getSigningKeys = () => (signingKeys ??= generateKeyPair('RS256'));

/** Issues and checks access tokens: JWTs, signed with RS256, as VIVI's guide shows them. */
export class Tokens {
	/** How long ago tokens say that they were issued. */
	ageSeconds = 0;

	/** Tokens that have not been ended early, by `jti`. */
	private readonly alive = new Map<string, { keyId: string; expiresAt: number }>();

	constructor(
		private readonly accountId: string,
		public lifeSeconds: number,
	) {}

	/** The role is left out on purpose: changing it takes effect on tokens already issued. */
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
			.setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'sandbox' })
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

	/** Ends the life of all tokens, or of those of one key. */
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

/** Errors of the token endpoint have OAuth's shape (RFC 6749 §5.2), not the API's. */
const oauthError = (error: string, error_description: string) => ({ error, error_description });

/** POST /oauth/token and the public half of the signing key. */
export function tokenRoutes(app: FastifyInstance, context: Context): void {
	const { keys, stats, tokens } = context;

	app.post('/oauth/token', async (request, reply) => {
		if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
			return reply
				.code(415)
				.send(oauthError('invalid_request', 'Send the request as application/json.'));
		}
		const body = isJsonObject(request.body) ? request.body : {};
		const { client_id, client_secret, audience, grant_type } = body;
		for (const [name, value] of Object.entries({
			grant_type,
			client_id,
			client_secret,
			audience,
		})) {
			if (typeof value !== 'string' || value === '') {
				return reply.code(400).send(oauthError('invalid_request', `Missing parameter: ${name}`));
			}
		}
		const key = keys.findByClientId(String(client_id));
		if (key && request.call) request.call.record.keyId = key.id;
		if (!key?.active || key.clientSecret !== client_secret) {
			return reply.code(401).send(oauthError('access_denied', 'Unauthorized'));
		}
		if (grant_type !== 'client_credentials') {
			return reply
				.code(403)
				.send(
					oauthError(
						'unauthorized_client',
						`Grant type '${String(grant_type)}' not allowed for the client.`,
					),
				);
		}
		if (audience !== AUDIENCE) {
			return reply
				.code(403)
				.send(
					oauthError(
						'access_denied',
						`Service not enabled within domain: ${String(audience).slice(0, 200)}`,
					),
				);
		}
		const access_token = await tokens.issue(key, `${context.url}/`);
		stats.exchangeSucceeded();
		return reply
			.header('cache-control', 'no-store')
			.send({ access_token, token_type: 'Bearer', expires_in: tokens.lifeSeconds });
	});

	app.get('/.well-known/jwks.json', async () => {
		const jwk = await exportJWK((await getSigningKeys()).publicKey);
		return { keys: [{ ...jwk, alg: 'RS256', use: 'sig', kid: 'sandbox' }] };
	});
}

/**
 * The key behind a request's Bearer token.
 * @throws ApiError 401 when there is none, it is no longer valid, or its key was deactivated
 */
export async function authenticate(
	context: Context,
	headers: Record<string, string | string[] | undefined>,
): Promise<ApiKey> {
	const [, token] = /^Bearer (\S+)$/i.exec(String(headers.authorization ?? '')) ?? [];
	if (!token) {
		const message = headers['vivi-api-key']
			? 'A vivi-api-key belongs to an API channel. Send an access token as Authorization: Bearer.'
			: 'Send an access token as Authorization: Bearer.';
		throw new ApiError(401, 'unauthorized', message);
	}
	const keyId = await context.tokens.verify(token, `${context.url}/`);
	const key = keyId === undefined ? undefined : context.keys.find(keyId);
	if (!key) throw new ApiError(401, 'invalid_token', 'The access token is invalid or expired.');
	if (!key.active) throw new ApiError(401, 'key_deactivated', 'The API key was deactivated.');
	return key;
}
