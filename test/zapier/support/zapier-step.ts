import { run, type LogLine, type StepBundle } from './app';
import { failureOf } from './failure';

/** What became of a step, and how often Zapier had to renew the session for it. */
export interface Played<Result> {
	result: Result;
	refreshes: number;
	authData: Record<string, string>;
}

/**
 * Runs a step as Zapier does: when it asks for a new session, the session is opened anew and the whole
 * step is run again, once (docs.zapier.com › How Zapier CLI works › Request lifecycle).
 */
export async function playStep<Result>(
	method: string,
	bundle: StepBundle & { authData: Record<string, string> },
	log: LogLine[] = [],
): Promise<Played<Result>> {
	try {
		const result = await run<Result>(method, bundle, log);
		return { result, refreshes: 0, authData: bundle.authData };
	} catch (error) {
		if ((error as Error).name !== 'RefreshAuthError') throw error;
	}
	const session = await run<Record<string, string>>(
		'authentication.sessionConfig.perform',
		{ authData: bundle.authData },
		log,
	);
	const authData = { ...bundle.authData, ...session };
	return {
		result: await run<Result>(method, { ...bundle, authData }, log),
		refreshes: 1,
		authData,
	};
}

/** The same for a step that fails. */
export async function playFailingStep(...call: Parameters<typeof playStep>) {
	return await failureOf(playStep(...call));
}
