import { join } from 'node:path';

import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { n8nHttp } from '../../../nodes/Vivi/shared/n8n-http';
import { n8nRuntime } from '../../../scripts/n8n/runtime';
import { describeHttpContract } from '../../contract/http-contract';

/** n8n's own code behind `this.helpers.httpRequest`, out of the installed n8n. */
let httpRequest: (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

beforeAll(async () => {
	const runtime = await n8nRuntime(console.log);
	const file = 'node_modules/@n8n/backend-network/dist/http/axios/request.js';
	({ httpRequest } = (await import(join(runtime, file))) as { httpRequest: typeof httpRequest });
}, 900_000);

describeHttpContract('n8n', () => n8nHttp(async (options) => await httpRequest(options)));
