import multipart from '@fastify/multipart';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';

import { adminRoutes } from './admin';
import { apiRoutes } from './api-routes';
import { channelRoutes } from './channel-routes';
import type { Context } from './context';
import { ApiError } from './errors';
import { addHooks } from './hooks';
import { openApiDocument } from './openapi';
import { secondOpenApiDocument } from './second-openapi';
import { startPageRoutes } from './start-page';
import { tokenRoutes } from './token-routes';
import { MAX_UPLOAD_BYTES } from './uploads';

/** JSON bodies may be as large as an upload, with the multipart text around it. */
const MAX_BODY_BYTES = MAX_UPLOAD_BYTES + 1024 * 1024;

/** The web server with all routes; it does not listen yet. */
export async function buildApp(
	context: Context,
	actions: Parameters<typeof adminRoutes>[2],
): Promise<FastifyInstance> {
	const app = Fastify({
		bodyLimit: MAX_BODY_BYTES,
		// Otherwise closing would wait for the connections that clients keep open.
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
	});
	app.removeAllContentTypeParsers();
	await app.register(multipart, { limits: { fileSize: MAX_UPLOAD_BYTES, files: 1 } });
	addHooks(app, context);

	app.setErrorHandler(async (error: FastifyError | ApiError, _request, reply) => {
		if (error instanceof ApiError) {
			if (error.status === 401) reply.header('www-authenticate', 'Bearer');
			return await reply.code(error.status).send(error.toJSON());
		}
		const status = error.statusCode ?? 500;
		const code = status < 500 ? 'invalid_request' : 'internal_error';
		return await reply.code(status).send({ error: { code, message: error.message } });
	});
	app.setNotFoundHandler(async (_request, reply) => {
		const error = { code: 'not_found', message: 'There is nothing at this address.' };
		return await reply.code(404).send({ error });
	});

	tokenRoutes(app, context);
	apiRoutes(app, context);
	channelRoutes(app, context);
	adminRoutes(app, context, actions);
	startPageRoutes(app);
	app.get('/openapi.json', async () =>
		context.personality === 'second'
			? secondOpenApiDocument(context.url)
			: openApiDocument(context.url),
	);
	return app;
}
