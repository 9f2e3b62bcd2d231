import { createServer } from 'node:http';
import { Readable } from 'node:stream';

import { close, listen } from '../../support/local-server';

/** What the app has handed to Zapier to keep. */
export interface StoredFile {
	name: string;
	type: string;
	content: Buffer;
}

/** Zapier's own side of `z.stashFile`: it says where a file may be uploaded to, and keeps it. */
export interface FileStore {
	/** What Zapier says to an app beside the step, so that the app finds the store. */
	event: { rpc_base: string };
	/** By the address that the step gives. */
	files: Map<string, StoredFile>;
	close(): Promise<void>;
}

/** How the store knows the app; the platform reads it from the environment. */
export const DEPLOY_KEY = { ZAPIER_DEPLOY_KEY: 'a-deploy-key' };

/** There is one at a time, since the environment is that of the process. */
export async function startFileStore(): Promise<FileStore> {
	const files = new Map<string, StoredFile>();
	const key = DEPLOY_KEY.ZAPIER_DEPLOY_KEY;
	const server = createServer((request, response) => {
		void (async () => {
			const { url, headers } = request;
			const body = new Response(Readable.toWeb(request) as ReadableStream, {
				headers: { 'content-type': headers['content-type']! },
			});
			if (url === '/upload') {
				const form = await body.formData();
				const file = form.get('file') as File;
				files.set(`${origin}/${String(form.get('key'))}`, {
					name: file.name,
					type: file.type,
					content: Buffer.from(await file.arrayBuffer()),
				});
				response.writeHead(204).end();
				return;
			}
			const { id, method } = (await body.json()) as { id: string; method: string };
			const isAllowed =
				method === 'get_presigned_upload_post_data' && headers['x-deploy-key'] === key;
			const result = { url: `${origin}/upload`, fields: { key: `kept/${id}` } };
			response
				.writeHead(isAllowed ? 200 : 403, { 'content-type': 'application/json' })
				.end(JSON.stringify(isAllowed ? { id, result } : { id, error: 'Refused' }));
		})();
	});
	const port = await listen(server);
	const origin = `http://127.0.0.1:${port}`;
	// With the token of a step in its place, the platform would write to Zapier's log as well.
	Object.assign(process.env, DEPLOY_KEY);
	return {
		event: { rpc_base: `${origin}/rpc` },
		files,
		async close() {
			delete process.env['ZAPIER_DEPLOY_KEY'];
			await close(server);
		},
	};
}
