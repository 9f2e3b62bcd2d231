import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { parse } from 'flatted';

import { waitFor } from '../install/processes';
import { isSince } from './versions';

/** The person who may sign in to the editor of a local n8n. */
export interface Owner {
	email: string;
	password: string;
}

export const OWNER_EMAIL = 'owner@example.com';

/**
 * A password that nobody can know. n8n asks for 8 to 64 characters with a digit and a capital letter; the
 * first characters are these two.
 */
export function newPassword(): string {
	return `V1-${randomBytes(15).toString('base64url')}`;
}

/** The owner of an n8n that is soon deleted. */
export const newOwner = (): Owner => ({ email: OWNER_EMAIL, password: newPassword() });

export interface Execution {
	id: string;
	status: string;
	/** Output items of the nodes by name, and what went wrong. */
	resultData: {
		runData: Record<
			string,
			Array<{
				executionTime: number;
				data?: { main: Array<Array<{ json: unknown }>> };
				hints?: Array<{ message: string }>;
			}>
		>;
		error?: { message: string; description?: string; httpCode?: string };
	};
	/** Everything that n8n stored, as text, to search for secrets. */
	raw: string;
}

/** The part that we need of the REST API that n8n's editor uses. */
export class N8nRest {
	#cookie = '';

	constructor(
		private readonly url: string,
		private readonly owner: Owner,
	) {}

	/** @throws Error with n8n's own message for every status but 2xx */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n ties the session cookie to it.
				'browser-id': 'vivi',
				...(this.#cookie && { cookie: this.#cookie }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const cookies = response.headers.getSetCookie();
		if (cookies.length > 0) {
			this.#cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
		}
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n: ${method} ${path}: ${response.status} ${text}`);
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Sets up the owner of a new n8n; signs in to a known one. */
	async signIn(): Promise<void> {
		const names = { firstName: 'VIVI', lastName: 'Local' };
		const { userManagement } = await this.call<{
			userManagement: { showSetupOnFirstLoad: boolean };
		}>('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.call('POST', '/owner/setup', { ...this.owner, ...names });
		} else {
			await this.call('POST', '/login', {
				emailOrLdapLoginId: this.owner.email,
				password: this.owner.password,
			});
		}
	}

	/** Creates the credential, or gives the one of that name the new data. */
	async saveCredential(name: string, type: string, data: object): Promise<{ id: string }> {
		const all = await this.call<Array<{ id: string; name: string }>>('GET', '/credentials');
		const known = all.find((credential) => credential.name === name);
		return known
			? await this.call('PATCH', `/credentials/${known.id}`, { name, type, data })
			: await this.call('POST', '/credentials', { name, type, data });
	}

	/** Runs the credential's test as the editor does after saving. */
	async testCredential(credential: { id: string; name: string; type: string; data: object }) {
		return await this.call<{ status: 'OK' | 'Error'; message: string }>(
			'POST',
			'/credentials/test',
			{ credentials: credential },
		);
	}

	/** Imports a workflow. It takes the place of one with the same name. */
	async saveWorkflow(workflow: {
		name: string;
		nodes: unknown[];
		connections: object;
		settings?: object;
		pinData?: object;
	}): Promise<{ id: string; versionId: string; nodes: unknown[] }> {
		const all = await this.call<Array<{ id: string; name: string }>>('GET', '/workflows');
		const known = all.find(({ name }) => name === workflow.name);
		if (!known) {
			// n8n 1 refuses a workflow without these fields.
			const defaults = { active: false, settings: {} };
			return await this.call('POST', '/workflows', { ...defaults, ...workflow });
		}
		return await this.call('PATCH', `/workflows/${known.id}?forceSave=true`, workflow);
	}

	/** Switches a workflow on. */
	async activate(workflow: { id: string; versionId: string }): Promise<void> {
		const { id, versionId } = workflow;
		if (isSince('2.0.0')) {
			await this.call('POST', `/workflows/${id}/activate`, { versionId });
		} else {
			await this.call('PATCH', `/workflows/${id}`, { active: true, versionId });
		}
	}

	/**
	 * Runs a workflow from one of its triggers and waits for its end.
	 * @param item the output of the trigger, if the trigger does not make it itself
	 */
	async run(workflow: { id: string }, trigger: string, item?: object): Promise<Execution> {
		const workflowData = await this.call<object>('GET', `/workflows/${workflow.id}`);
		const data = item && { data: { data: { main: [[{ json: item }]] } } };
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${workflow.id}/run`,
			{ workflowData, triggerToStartFrom: { name: trigger, ...data } },
		);
		return await this.ended(executionId);
	}

	/** An execution after its end; it may go on for a while after it has answered a call. */
	async ended(id: string): Promise<Execution> {
		return await waitFor(
			async () => {
				const execution = await this.execution(id);
				return hasEnded(execution) ? execution : undefined;
			},
			`Execution ${id} did not end within two minutes.`,
			200,
		);
	}

	/** A workflow's executions as n8n lists them, the latest first; at most a hundred. */
	async executionsOf({ id }: { id: string }): Promise<Array<{ id: string; status: string }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { results } = await this.call<{ results: Array<{ id: string; status: string }> }>(
			'GET',
			`/executions?filter=${filter}&limit=100`,
		);
		return results;
	}

	async execution(id: string): Promise<Execution> {
		// n8n 1 with SQLite stores first that an execution has ended and then what it gave
		// (@n8n/db 0.34.52, dist/repositories/execution.repository.js, updateExistingExecution).
		for (let tries = 0; ; tries++) {
			const execution = await this.#read(id);
			const { runData, error } = execution.resultData;
			const isStored = Object.keys(runData).length > 0 || error !== undefined;
			if (isStored || !hasEnded(execution) || tries === 50) return execution;
			await pause(200);
		}
	}

	async #read(id: string): Promise<Execution> {
		const { data, ...rest } = await this.call<{ id: string; status: string; data: string }>(
			'GET',
			`/executions/${id}`,
		);
		// While it runs there may be nothing stored yet.
		const { resultData = { runData: {} } } = (parse(data) ?? {}) as Partial<Execution>;
		return { ...rest, resultData, raw: data };
	}
}

const hasEnded = ({ status }: Execution) => !['new', 'running', 'waiting'].includes(status);
