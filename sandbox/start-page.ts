import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { refuseForeignPages } from './same-origin';

const FOLDER = join(__dirname, 'start-page');
const FILES: Array<[url: string, file: string, type: string]> = [
	['/', join(FOLDER, 'index.html'), 'text/html'],
	['/_sandbox/page/page.css', join(FOLDER, 'page.css'), 'text/css'],
	['/_sandbox/page/page.js', join(FOLDER, 'page.js'), 'text/javascript'],
	['/_sandbox/page/icon.svg', join(__dirname, '../icons/vivi.svg'), 'image/svg+xml'],
];

/** The page loads only files of the sandbox, and no other page may put a frame around it. */
const POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** The page at `/` that shows live what reaches the sandbox; it works with the admin API alone. */
export function startPageRoutes(app: FastifyInstance): void {
	app.register(async (page) => {
		page.addHook('onRequest', refuseForeignPages);
		for (const [url, file, type] of FILES) {
			const content = readFileSync(file, 'utf8');
			page.get(url, async (_request, reply) =>
				reply
					.type(`${type}; charset=utf-8`)
					.header('content-security-policy', POLICY)
					.header('x-content-type-options', 'nosniff')
					.header('cache-control', 'no-store')
					.send(content),
			);
		}
	});
}
