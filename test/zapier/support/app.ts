import App from '../../../zapier/src';
import { createHandler, type Handler } from '../../../scripts/zapier/handler';
import type { Sandbox } from '../../../sandbox/server';

/** What Zapier knows of a step when it calls the app. */
export interface StepBundle {
	authData?: Record<string, string>;
	inputData?: Record<string, unknown>;
	meta?: Record<string, unknown>;
}

/** A line of Zapier's log: the message, and what was censored before it got there. */
export type LogLine = [message: string, data: unknown];

/**
 * The platform copies and freezes the whole app for each call, which takes longer than most steps. So a
 * step is called in an app that has no other; the app as a whole is tested in definition.test.ts.
 */
const handlers = new Map<string, Handler>();

const STEPS = ['triggers', 'searches', 'creates'] as const;

function handlerOf(method: string): Handler {
	const [kind = '', key = ''] = method.split('.');
	const place = `${kind}.${key}`;
	const alone = Object.fromEntries(
		STEPS.map((steps) => {
			const { [key]: step } = App[steps] as Record<string, unknown>;
			return [steps, steps === kind && step !== undefined ? { [key]: step } : {}];
		}),
	);
	const handler = handlers.get(place) ?? createHandler({ ...App, searchOrCreates: {}, ...alone });
	handlers.set(place, handler);
	return handler;
}

/**
 * Calls a function of the app as Zapier does, through the real platform core.
 * @param method its place in the definition, such as `creates.create_agent.operation.perform`
 * @param log gets what would be written to Zapier's log
 * @param event what else Zapier says beside the step
 */
export async function run<Result = unknown>(
	method: string,
	bundle: StepBundle,
	log: LogLine[] = [],
	event: Record<string, unknown> = {},
): Promise<Result> {
	const { results } = await handlerOf(method)({
		...event,
		command: 'execute',
		method,
		bundle: { inputData: {}, meta: {}, ...bundle },
		customLogger: (message: string, data: unknown) => log.push([message, data]),
	});
	return results as Result;
}

/** The values a person would enter for a key of the sandbox. */
export function keyOf(
	sandbox: Sandbox,
	key: keyof Sandbox['keys'] = 'account',
): Record<string, string> {
	const { clientId, clientSecret, audience, tokenUrl, workspaceId } = sandbox.keys[key];
	return {
		client_id: clientId,
		client_secret: clientSecret,
		audience,
		token_url: tokenUrl,
		account_id: sandbox.accountId,
		base_url: sandbox.url,
		...(workspaceId !== undefined && { workspace_id: workspaceId }),
	};
}

/** The values a person would enter for the API channel of the sandbox. */
export function channelOf({ channel }: Pick<Sandbox, 'channel'>): Record<string, string> {
	return {
		channel_id: channel.channelId,
		channel_api_key: channel.apiKey,
		channel_base_url: channel.baseUrl,
	};
}

/** A connection as Zapier keeps it: the values that were entered, and the session. */
export async function connect(fields: Record<string, string>): Promise<Record<string, string>> {
	const session = await run<Record<string, string>>('authentication.sessionConfig.perform', {
		authData: fields,
	});
	return { ...fields, ...session };
}
