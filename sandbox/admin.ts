import type { FastifyInstance } from 'fastify';
import { resources } from '../vivi/catalogue';
import { ROLES, type Role } from '../vivi/catalogue/types';
import { isJsonObject, type JsonObject } from '../vivi/http/json';
import type { Context } from './context';
import { ApiError } from './errors';
import { parseFaultRules } from './faults';
import { AUDIENCE, summary, type IssuedKey, type NewKey } from './keys';
import { refuseForeignPages } from './same-origin';

interface AdminActions {
	createKey(key: NewKey): IssuedKey;
	rotateKey(id: string): IssuedKey;
	/** Sends a message through the sandbox's own API channel and gives the answer. */
	say(message: string, threadId: string): Promise<JsonObject>;
}

/**
 * The actions of a person in VIVI's portal, and those that only a sandbox has, as JSON below `/_sandbox`.
 */
export function adminRoutes(
	app: FastifyInstance,
	context: Context,
	{ createKey, rotateKey, say }: AdminActions,
): void {
	const { keys, tokens, stats, faults, tools } = context;
	type WithId = { Params: { id: string } };

	app.register(
		async (admin) => {
			// Its answers hold secrets, and it asks for no key.
			admin.addHook('onRequest', refuseForeignPages);

			admin.get('/account', async () => accountOverview(context));
			admin.get('/keys', async () => ({
				data: keys.list().map((key) => ({
					...key,
					roleLabel: ROLES[key.role],
					validTokens: key.active ? tokens.count(key.id) : 0,
				})),
			}));
			admin.post('/keys', async (request, reply) =>
				reply.code(201).send(createKey(readNewKey(request.body))),
			);
			admin.post<WithId>('/keys/:id/rotate', async ({ params }) => rotateKey(params.id));
			admin.post<WithId>('/keys/:id/deactivate', async ({ params }) =>
				summary(keys.deactivate(params.id)),
			);
			admin.post<WithId>('/keys/:id/role', async ({ params, body }) =>
				summary(keys.changeRole(params.id, String(asObject(body).role) as Role)),
			);
			admin.post<WithId>('/keys/:id/expire-tokens', async ({ params }, reply) => {
				tokens.expire(keys.get(params.id).id);
				return reply.code(204).send();
			});

			admin.get('/tools', async () => ({ data: tools.list() }));
			admin.post('/tools', async ({ body }, reply) => {
				const { url, secret } = asObject(body);
				const tool = await tools.import(String(url ?? ''), String(secret ?? ''));
				return await reply.code(201).send(tool);
			});
			admin.post('/chat', async ({ body }) => {
				const { message, threadId } = asObject(body);
				return await say(String(message ?? ''), String(threadId ?? ''));
			});

			admin.get('/stats', async () => stats.snapshot());
			admin.post('/stats/reset', async (_request, reply) => {
				stats.reset();
				return reply.code(204).send();
			});
			admin.post('/faults', async ({ body }, reply) => {
				faults.set(parseFaultRules(body));
				return reply.code(204).send();
			});
		},
		{ prefix: '/_sandbox' },
	);
}

/** The account, with the number of records in each workspace by the plural of the resource ('Agents'). */
function accountOverview({ store, url }: Context) {
	const inWorkspaces = resources.filter(({ parent }) => parent === 'workspace');
	return {
		accountId: store.accountId,
		baseUrl: url,
		tokenUrl: `${url}/oauth/token`,
		audience: AUDIENCE,
		workspaces: store
			.collection(store.listPath('workspace', {}))
			.all()
			.map(({ id, name }) => ({
				id: String(id),
				name: String(name),
				counts: Object.fromEntries(
					inWorkspaces.map((resource) => [
						resource.plural,
						store.collection(store.listPath(resource.name, { workspaceId: String(id) })).size,
					]),
				),
			})),
	};
}

function asObject(body: unknown): JsonObject {
	return isJsonObject(body) ? body : {};
}

function readNewKey(body: unknown): NewKey {
	const { name, keyType = 'account', role, workspaceId } = asObject(body);
	if (keyType !== 'account' && keyType !== 'workspace') {
		throw new ApiError(422, 'invalid_key', "'keyType' must be account or workspace.");
	}
	if (role !== undefined && !Object.hasOwn(ROLES, String(role))) {
		throw new ApiError(
			422,
			'invalid_role',
			`'role' must be one of ${Object.keys(ROLES).join(', ')}.`,
		);
	}
	return {
		name: typeof name === 'string' && name !== '' ? name : 'Unnamed',
		keyType,
		...(role !== undefined ? { role: String(role) as Role } : {}),
		...(typeof workspaceId === 'string' ? { workspaceId } : {}),
	};
}
