import zapier from 'zapier-platform-core';
import constants from 'zapier-platform-core/src/constants';

/** What Zapier sends to an app, and what the app answers; the platform's types leave both out. */
export type Handler = (event: Record<string, unknown>) => Promise<{ results: unknown }>;

/** The app as Zapier runs it, around the real platform core. */
export function createHandler(app: object): Handler {
	const { createAppHandler } = zapier as unknown as {
		createAppHandler: (app: object) => Handler;
	};
	// After 250 calls the platform ends a process that uses more memory than this; a test runner does.
	(constants as { KILL_MAX_LIMIT: number }).KILL_MAX_LIMIT = Infinity;
	return createAppHandler(app);
}
