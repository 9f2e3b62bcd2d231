import type { IssuedKey } from '../../../sandbox/keys';
import type { Sandbox } from '../../../sandbox/server';
import type { JsonObject } from '../../../vivi/http/json';

/** An account small enough to start in a moment. */
export const SMALL = { agents: 12, knowledgeBases: 6, threads: 4, prompts: 6, users: 12 };

export interface Answer {
	status: number;
	headers: Headers;
	body: JsonObject;
}

export async function exchange(
	sandbox: Sandbox,
	key: Pick<IssuedKey, 'clientId' | 'clientSecret'>,
	overrides: Record<string, unknown> = {},
): Promise<Answer> {
	return await call(sandbox.tokenUrl, {
		method: 'POST',
		json: {
			client_id: key.clientId,
			client_secret: key.clientSecret,
			audience: sandbox.audience,
			grant_type: 'client_credentials',
			...overrides,
		},
	});
}

export async function tokenOf(sandbox: Sandbox, key: IssuedKey): Promise<string> {
	const { body } = await exchange(sandbox, key);
	return String(body.access_token);
}

export interface CallOptions {
	method?: string;
	token?: string;
	json?: unknown;
	body?: RequestInit['body'];
	headers?: Record<string, string>;
}

export async function call(url: string, options: CallOptions = {}): Promise<Answer> {
	const { method = 'GET', token, json, body, headers } = options;
	const response = await fetch(url, {
		method,
		headers: {
			...(token ? { authorization: `Bearer ${token}` } : {}),
			...(json === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(json === undefined ? {} : { body: JSON.stringify(json) }),
		...(body === undefined ? {} : { body }),
	});
	const text = await response.text();
	return {
		status: response.status,
		headers: response.headers,
		body: text === '' ? {} : (JSON.parse(text) as JsonObject),
	};
}

/** `/accounts/…` of the sandbox's account, and of its default workspace when a segment is given. */
export function address(sandbox: Sandbox, segment?: string): string {
	const workspaces = `${sandbox.url}/accounts/${sandbox.accountId}/workspaces`;
	return segment === undefined
		? workspaces
		: `${workspaces}/${sandbox.defaultWorkspaceId}/${segment}`;
}
