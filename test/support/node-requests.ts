import http from 'node:http';
import https from 'node:https';

/*
 * Keeps Node's own `request` for the tests that stand in for other hosts. Zapier's platform replaces it
 * for the rest of the process, by a function that loses what nock adds to a request. Jest runs this
 * before each test file, so the first file of a process finds Node's own.
 */
const OWN = Symbol.for('the request of Node itself');

for (const module of [http, https]) {
	if (!Object.hasOwn(module, OWN)) Object.defineProperty(module, OWN, { value: module.request });
}

/** Takes back what Zapier's platform has replaced (zapier-platform-core, src/tools/create-http-patch.js). */
export function restoreRequests(): void {
	for (const module of [http, https] as Array<object>) {
		Object.assign(module, { request: Reflect.get(module, OWN) as unknown, patchedByZapier: false });
	}
}
