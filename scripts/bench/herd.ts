import type { Sandbox } from '../../sandbox/server';
import { chain, webhookStart, type Step } from '../../test/e2e/n8n/support/chain';
import { credentialData } from '../../test/e2e/n8n/support/credential-data';
import { firstAnswer } from '../../test/e2e/n8n/support/first-answer';
import type { TestN8n } from '../../test/e2e/n8n/support/test-n8n';
import type { Figure } from './figure';
import { withRealN8n } from './real-n8n';

const EXECUTIONS = 100;
const LATENCY = { latencyMs: 300, tokenLatencyMs: 400 };
const ROUNDS = 3;

/** A workflow behind a webhook, and a function that expires its token. */
interface Contender {
	url: string;
	expire: () => void;
}

interface Run {
	exchanges: number;
	failed: number;
}

/** Token exchanges of a hundred executions at once whose token has expired. */
export async function herdFigures(): Promise<Figure[]> {
	return await withRealN8n(async (n8n, sandbox) => {
		const contenders = {
			ours: await withCredential(n8n, sandbox, 'vivi', {
				...{ resource: 'workspace', operation: 'getAll', returnAll: true },
			}),
			plain: await withCredential(n8n, sandbox, 'plain', {}),
			inWorkflow: await withTokenNode(n8n, sandbox),
		};
		const runs: Record<keyof typeof contenders, Run[]> = { ours: [], plain: [], inWorkflow: [] };
		for (let round = 0; round < ROUNDS; round++) {
			for (const name of ['ours', 'plain', 'inWorkflow'] as const) {
				runs[name].push(await storm(contenders[name], sandbox));
			}
		}
		const sample = (who: string, all: Run[]) => ({
			who,
			values: all.map(({ exchanges }) => exchanges),
		});
		const failed = (all: Run[]) => all.reduce((sum, run) => sum + run.failed, 0);
		return [
			{
				name: `Token exchanges of ${EXECUTIONS} executions at once on an expired token`,
				unit: 'exchanges',
				what: 'How often the Client Secret is exchanged when all find their token expired at the same moment.',
				ours: sample('VIVI node', runs.ours),
				peers: [
					sample('a node with a plain preAuthentication', runs.plain),
					sample('token fetched by an HTTP Request node in each workflow', runs.inWorkflow),
				],
				target: { atMost: 1 },
				notes: [
					`executions that failed, of ${EXECUTIONS * ROUNDS} each: VIVI node ${failed(runs.ours)}, plain node ${failed(runs.plain)}, HTTP Request node ${failed(runs.inWorkflow)}`,
				],
			},
		];
	});
}

async function withCredential(
	n8n: TestN8n,
	sandbox: Sandbox,
	type: 'vivi' | 'plain',
	parameters: object,
): Promise<Contender> {
	const name = `herd-${type}`;
	const key = sandbox.createKey({ name, keyType: 'account' });
	const credentialType = `${type}Api`;
	const data = credentialData(sandbox, key);
	const { id } = await n8n.rest.saveCredential(name, credentialType, data);
	const step = {
		...{ name: 'List', type: `n8n-nodes-${type}.${type}`, typeVersion: 1, parameters },
		credentials: { [credentialType]: { id, name } },
	};
	const url = await webhook(n8n, name, [step]);
	return { url, expire: () => sandbox.expireTokens(key.id) };
}

async function withTokenNode(n8n: TestN8n, sandbox: Sandbox): Promise<Contender> {
	const name = 'herd-in-workflow';
	const key = sandbox.createKey({ name, keyType: 'account' });
	const { clientId, clientSecret, audience, tokenUrl } = key;
	const httpRequest = { type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2 };
	const steps = [
		{
			...{ name: 'Token', ...httpRequest },
			parameters: {
				...{ method: 'POST', url: tokenUrl, sendBody: true, specifyBody: 'json' },
				jsonBody: JSON.stringify({
					...{ client_id: clientId, client_secret: clientSecret, audience },
					grant_type: 'client_credentials',
				}),
				options: {},
			},
		},
		{
			...{ name: 'List', ...httpRequest },
			parameters: {
				url: `${sandbox.url}/accounts/${sandbox.accountId}/workspaces`,
				sendHeaders: true,
				headerParameters: {
					parameters: [{ name: 'Authorization', value: '=Bearer {{ $json.access_token }}' }],
				},
				options: {},
			},
		},
	];
	const url = await webhook(n8n, name, steps);
	return { url, expire: () => sandbox.expireTokens(key.id) };
}

async function webhook(n8n: TestN8n, path: string, steps: Step[]): Promise<string> {
	const workflow = await n8n.rest.saveWorkflow(chain(path, [webhookStart(path), ...steps]));
	await n8n.rest.activate(workflow);
	const url = `${n8n.url}/webhook/${path}`;
	const status = await firstAnswer(url);
	if (status !== 200) throw new Error(`The workflow ${path} answered with status ${status}.`);
	return url;
}

async function storm({ url, expire }: Contender, sandbox: Sandbox): Promise<Run> {
	expire();
	sandbox.setLatency(LATENCY);
	sandbox.resetStats();
	const answers = await Promise.all(Array.from({ length: EXECUTIONS }, () => fetch(url)));
	const { exchanges } = sandbox.stats();
	sandbox.setLatency({ latencyMs: 0, tokenLatencyMs: 0 });
	return { exchanges, failed: answers.filter(({ status }) => status !== 200).length };
}
