import zapier from 'zapier-platform-core';
import constants from 'zapier-platform-core/src/constants';

// The platform ends a process that has run for long and grown large, for Lambda to start a new one; here
// that would be the end of the tests (zapier-platform-core 19.1.0, src/tools/memory-checker.js).
constants.KILL_MAX_LIMIT = Infinity;

// Above this the core ends the process after 250 calls (its memory-checker.js): right for Zapier's
// function, but here the process is jest's.
const constants = jest.requireActual<{ KILL_MAX_LIMIT: number }>(
	'zapier-platform-core/src/constants',
);
constants.KILL_MAX_LIMIT = Infinity;

/** What Zapier sends to an app, and what the app answers; the platform's types leave both out. */
export type Handler = (event: Record<string, unknown>) => Promise<{ results: unknown }>;

/** The app as Zapier runs it, around the real platform core. */
export function createHandler(app: object): Handler {
	const { createAppHandler } = zapier as unknown as {
		createAppHandler: (app: object) => Handler;
	};
	return createAppHandler(app);
}
