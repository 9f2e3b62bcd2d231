import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { AUDIENCE, type ApiKey } from './keys';

/** A refusal of the token endpoint. Its form is OAuth's (RFC 6749 §5.2), not the API's. */
class OAuthError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
	) {
		super(message);
	}
}

/** POST /oauth/token and the public half of the signing key. */
export function tokenRoutes(app: FastifyInstance, context: Context): void {
	const { stats, tokens } = context;
	app.post('/oauth/token', async (request, reply) => {
		try {
			const access_token = await tokens.issue(keyOf(context, request), `${context.url}/`);
			stats.exchangeSucceeded();
			return reply
				.header('cache-control', 'no-store')
				.send({ access_token, token_type: 'Bearer', expires_in: tokens.lifeSeconds });
		} catch (error) {
			if (!(error instanceof OAuthError)) throw error;
			const { status, code, message } = error;
			return reply.code(status).send({ error: code, error_description: message });
		}
	});

	app.get('/.well-known/jwks.json', async () => ({ keys: [await tokens.publicKey()] }));
}

/** @throws OAuthError when the request names no active key, with its secret and its audience */
function keyOf({ keys }: Context, { headers, body, call }: FastifyRequest): ApiKey {
	if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
		throw new OAuthError(415, 'invalid_request', 'Send the request as application/json.');
	}
	const given = isJsonObject(body) ? body : {};
	for (const name of ['grant_type', 'client_id', 'client_secret', 'audience']) {
		if (typeof given[name] !== 'string' || given[name] === '') {
			throw new OAuthError(400, 'invalid_request', `Missing parameter: ${name}`);
		}
	}
	const { client_id, client_secret, audience, grant_type } = given;
	const key = keys.findByClientId(String(client_id));
	if (key && call) call.record.keyId = key.id;
	if (!key?.active || key.clientSecret !== client_secret) {
		throw new OAuthError(401, 'access_denied', 'Unauthorized');
	}
	if (grant_type !== 'client_credentials') {
		const message = `Grant type '${String(grant_type)}' not allowed for the client.`;
		throw new OAuthError(403, 'unauthorized_client', message);
	}
	if (audience !== AUDIENCE) {
		const message = `Service not enabled within domain: ${String(audience).slice(0, 200)}`;
		throw new OAuthError(403, 'access_denied', message);
	}
	return key;
}
