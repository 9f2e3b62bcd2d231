import { authorisedHttp } from '../../scripts/vivi/authorised-http';
import { clientForKey } from '../../scripts/vivi/client-for-key';
import { createTokenSource } from '../../vivi/auth/token-source';
import { catalogue } from '../../vivi/catalogue';
import { useSandbox } from '../support/use-sandbox';

const local = useSandbox({ agents: 12, users: 6, threads: 4, knowledgeBases: 4, prompts: 4 });

const waits: number[] = [];
const sleep = async (ms: number) => await Promise.resolve(void waits.push(ms));

/** The agents of the default workspace, read with a clock that is wrong by so much. */
async function readAgents(skewMs = 0): Promise<unknown[]> {
	const now = () => Date.now() + skewMs;
	const { accountId, url: baseUrl } = local.sandbox;
	const key = { ...local.sandbox.keys.account, accountId, baseUrl, workspaceId: '' };
	const source = createTokenSource({ now, sleep, random: Math.random });
	const client = clientForKey(key, { http: authorisedHttp(key, source), now, sleep });
	const list = catalogue.agent.operations.getAll;
	const ids = { workspaceId: local.sandbox.defaultWorkspaceId };
	const records = [];
	for await (const page of client.list(catalogue.agent, list, { ids })) records.push(...page);
	return records;
}

const HOUR = 3_600_000;

it.each([-48, -1, 1, 48])('a clock that is wrong by %i hours costs nothing', async (hours) => {
	local.sandbox.setListStyle({ maxLimit: 5 });
	expect(await readAgents(hours * HOUR)).toHaveLength(local.sandbox.data.count('agent'));
	expect(local.sandbox.stats().exchanges).toBe(1);
});

it.each([-48, 48])(
	'with a clock that is wrong by %i hours no date to wait until holds anything up',
	async (hours) => {
		const until = new Date(Date.now() + 2000).toUTCString();
		local.sandbox.setFaults([
			{ target: 'api', times: 1, status: 429, headers: { 'retry-after': until } },
		]);
		const read = readAgents(hours * HOUR);
		// A clock that is ahead sees a date that has passed; one that is behind sees a wait that is too long.
		if (hours > 0) expect(await read).toHaveLength(local.sandbox.data.count('agent'));
		else await expect(read).rejects.toMatchObject({ code: 'rate_limited', transient: true });
	},
);
