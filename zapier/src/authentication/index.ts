import type { Authentication } from 'zapier-platform-core';

import { authFields } from './fields';
import { openSession } from './session';
import { connectionLabel, testConnection } from './test';

/** Session authentication: a key is exchanged for an access token, which Zapier keeps and renews. */
export const authentication: Authentication = {
	type: 'session',
	fields: authFields,
	sessionConfig: { perform: openSession },
	test: testConnection,
	connectionLabel,
};
