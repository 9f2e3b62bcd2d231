import zapier, { type ZObject } from 'zapier-platform-core';

import type { Http, HttpRequest, HttpResponse } from '../../vivi/http/port';
import { zRequestHttp } from '../../zapier/src/http/z-request-http';
import { describeHttpContract } from './http-contract';

/** One request through the real `z.request`, in an app with session authentication. */
const overZRequest: Http = async (request: HttpRequest) => {
	const app = {
		version: '1.0.0',
		platformVersion: zapier.version,
		authentication: {
			type: 'session' as const,
			test: { url: 'https://example.com' },
			sessionConfig: { perform: { url: 'https://example.com' } },
		},
	};
	let outcome: { response: HttpResponse } | { error: unknown } | undefined;
	await zapier.createAppTester(app as never)(async (z: ZObject) => {
		// The port's own types would not survive the platform's JSON copy of what a step returns.
		outcome = await zRequestHttp(z)(request).then(
			(response) => ({ response }),
			(error: unknown) => ({ error }),
		);
		return [];
	});
	if (outcome && 'response' in outcome) return outcome.response;
	throw outcome?.error;
};

describeHttpContract('z.request', () => overZRequest);
