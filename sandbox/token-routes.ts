import type { FastifyInstance } from 'fastify';
import { isJsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { AUDIENCE } from './keys';

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

	app.get('/.well-known/jwks.json', async () => ({ keys: [await tokens.publicKey()] }));
}
