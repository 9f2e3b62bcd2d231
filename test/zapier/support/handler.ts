import zapier from 'zapier-platform-core';

/** What Zapier sends to an app, and what the app answers; the platform's types leave both out. */
export type Handler = (event: Record<string, unknown>) => Promise<{ results: unknown }>;

/** The app as Zapier runs it, around the real platform core. */
export function createHandler(app: object): Handler {
	const { createAppHandler } = zapier as unknown as {
		createAppHandler: (app: object) => Handler;
	};
	return createAppHandler(app);
}
