import { createClient } from '../../vivi/client/client';
import { catalogue } from '../../vivi/catalogue';
import { pollForChanges } from '../../vivi/changes/poll-for-changes';
import { PollCache } from '../../vivi/changes/poll-cache';
import type { Http } from '../../vivi/http/port';
import { parseJson } from '../../vivi/http/json';
import { cpuMsOf } from './cpu-time';
import type { Figure } from './figure';
import { peakHeapMiB } from './heap';

const RECORDS = 10_000;
const PAGE = 100;
const MANY_RECORDS = 100_000;
const WARM_UP = 10;

/** The cost of an unchanged poll, in the same process as parsing the JSON of its pages alone. */
export async function pollFigures({ n = 40 } = {}): Promise<Figure[]> {
	const pages = agentPages(RECORDS);
	const { poll, stateBytes } = watcherOf(pages);
	const parse = async () => {
		for (const page of pages) parseJson(page);
	};

	const polls: number[] = [];
	const parses: number[] = [];
	for (let round = -WARM_UP; round < n; round++) {
		// They alternate, so that neither always pays for the other's garbage.
		const tasks = round % 2 === 0 ? [poll, parse] : [parse, poll];
		for (const task of tasks) {
			const ms = await cpuMsOf(task);
			if (round >= 0) (task === poll ? polls : parses).push(ms);
		}
	}
	return [
		{
			name: `CPU of an unchanged poll of ${RECORDS.toLocaleString('en')} records`,
			unit: 'ms',
			what: 'What the processor does for a poll that finds nothing new, beside reading the JSON of the same pages.',
			ours: { who: 'VIVI trigger', values: polls },
			peers: [{ who: 'parsing the same pages alone', values: parses, target: { atMost: 2 } }],
		},
		{
			name: "n8n's static data for each watched record",
			unit: 'bytes',
			what: 'What the trigger keeps between two polls, by the record.',
			ours: {
				who: 'VIVI trigger',
				values: [stateBytes() / RECORDS],
			},
			peers: [],
			target: { atMost: 64 },
		},
		await heapFigure(),
	];
}

/** A poll of 100,000 records, in a list of 1,000 pages. */
async function heapFigure(): Promise<Figure> {
	const pages = agentPages(MANY_RECORDS);
	let onPage = () => {};
	const { poll } = watcherOf(pages, () => onPage());
	await poll();
	const polls: number[] = [];
	for (let round = 0; round < 3; round++) {
		polls.push(
			await peakHeapMiB(async (watch) => {
				onPage = watch;
				await poll();
			}),
		);
	}
	return {
		name: `Heap of an unchanged poll of ${MANY_RECORDS.toLocaleString('en')} records at its highest`,
		unit: 'MiB',
		what: 'The most memory that a poll takes for itself while it reads and compares all pages of a list.',
		ours: { who: 'VIVI trigger', values: polls },
		peers: [],
		notes: [
			`the pages are ${(Buffer.byteLength(pages.join('')) / 2 ** 20).toFixed(0)} MiB of JSON`,
		],
	};
}

/** A trigger of one list with these pages. */
function watcherOf(pages: readonly string[], onPage = () => {}) {
	const http: Http = async ({ url }) => {
		onPage();
		return {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: pages[Number(new URL(url).searchParams.get('cursor') ?? 0)]!,
		};
	};
	const client = createClient({
		http,
		now: Date.now,
		sleep: async () => {},
		random: Math.random,
		baseUrl: 'https://api.vivi.bot',
		accountId: 'acc_1',
		keyType: 'account',
		policy: { maxTries: 1, maxTotalMs: 0, baseDelayMs: 0, maxDelayMs: 0 },
		timeoutMs: 1000,
	});
	const cache = new PollCache();
	let state: unknown;
	const poll = async () => {
		const outcome = await pollForChanges({
			client,
			watch: {
				events: ['agent.created', 'agent.updated', 'agent.deleted'],
				workspaces: ['ws_1'],
				maxEvents: 100,
			},
			state,
			cache,
			watcher: 'bench',
			now: Date.now,
			deadline: Infinity,
		});
		if (outcome.events.length > 0 || outcome.failure) throw new Error('The poll saw a change.');
		state = outcome.state;
	};
	return { poll, stateBytes: () => Buffer.byteLength(JSON.stringify(state)) };
}

function agentPages(records: number): string[] {
	return Array.from({ length: records / PAGE }, (_, page) =>
		JSON.stringify({
			data: Array.from({ length: PAGE }, (_, row) => {
				const number = page * PAGE + row;
				const id = `agt_${number.toString(16).padStart(8, '0')}`;
				return { ...catalogue.agent.sample, id, name: `Returns Assistant ${number}` };
			}),
			nextCursor: (page + 1) * PAGE < records ? String(page + 1) : null,
		}),
	);
}
