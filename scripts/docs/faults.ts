import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bareClient } from '../../test/faults/bare-client';
import { casesOf, deviations } from '../../test/faults/deviations';
import { FAULTS, type Expected, type Fault, type Kind, type Sent } from '../../test/faults/matrix';
import { play } from '../../test/faults/play';
import { createWorld } from '../../test/faults/world';
import { LARGEST_ANSWER_TEXT } from '../../vivi/http/limits';
import { markdownTable } from '../print/markdown-table';

/** The file of the tables. */
export const FAULTS_FILE = join(__dirname, '../../docs/faults.md');

const COLUMNS: ReadonlyArray<{ title: string; kinds: readonly Kind[] }> = [
	{
		title: 'Get, Get Many, Delete, trigger, report',
		kinds: ['get', 'list', 'delete', 'poll', 'report'],
	},
	{
		title: 'Create, Update, Upload, API Request (POST)',
		kinds: ['create', 'update', 'upload', 'request'],
	},
	{ title: 'Token exchange', kinds: ['exchange'] },
	{ title: 'Chat', kinds: ['chat', 'stream', 'batch', 'chatUpload'] },
];

const NAMES: Readonly<Record<Kind, string>> = {
	list: 'Get Many',
	get: 'Get',
	delete: 'Delete',
	poll: 'trigger',
	report: 'report',
	create: 'Create',
	update: 'Update',
	upload: 'Upload',
	request: 'API Request',
	exchange: 'exchange',
	chat: 'whole',
	stream: 'streamed',
	batch: 'many',
	chatUpload: 'file',
};

/** A text from a real run, and its code. */
interface Seen {
	column: string;
	code: string;
	message: string;
	hint: string;
}

/** The faults of the matrix and their outcomes, with the texts of a run. */
export async function faultsDocument(): Promise<string> {
	const rows = FAULTS.filter(
		({ row }, at) => row === undefined || FAULTS.findIndex((fault) => fault.row === row) === at,
	);
	const seen = await textsOf(rows);
	const groups = [...new Set(rows.map(({ group }) => group))];
	return `# When VIVI, the network or the key fails

These tables are generated from \`test/faults/matrix.ts\` and from a run of it with \`npm run docs:faults\`; a test fails when they are out of date. \`npm run test:faults\` tries every fault with every kind of operation that it concerns, through the bare client and through the shells: as a lasting fault and, where that makes a difference, in a single request. Each case also checks that nothing is written twice, that no record of a list or trigger is lost, that nothing that is left behind holds a secret or a token, that nothing goes to another host, and that no operation takes longer than it may.

How to read the tables: the **code** of the error, or _done_; then how often the request goes out while the fault lasts. _Again_ means up to the limits of the retry policy, with growing waits and as long as VIVI's \`Retry-After\` asks; so nobody notices a fault that passes in the meantime. A write is sent again only after a 429, by which VIVI says that it was not carried out. A chat message is never sent again.

The client and n8n do exactly this; n8n shows the texts with the number of the item. Zapier has no step for _Get Many_ or for many messages at once and no streaming, and differs where the platform requires it: a search looks for a record in the list when VIVI answers its address with a refusal or without a record, a message whose answer takes too long ends as \`pending\`, a trigger that cannot read its whole list hands over nothing, and after a 401 the whole step runs again with a new session.

An answer may be as long as ${LARGEST_ANSWER_TEXT}, counted after unpacking; a longer one ends with \`network_oversized\`. A timeout counts from the start of a request to the last byte of its answer, so that bytes that trickle in do not keep it open; for each 128 KB that n8n sends or receives there is one second more. A streamed message has no limit to the silence between two pieces, since an agent may think for long; its timeout is for the whole answer.

For the **report** the tables say what happens when even the workspaces cannot be listed. When the fault hits a later list, the report has the other lists and names the missing one with the code. A refused key ends the report.
${groups.map((group) => `\n## ${group}\n\n${tableOf(rows.filter((fault) => fault.group === group))}\n`).join('')}
## The texts

_VIVI says_ quotes the answer, if it has a text: one line of at most 300 characters, with whatever looks like a secret hidden. _status …_ is the status of the answer. _…_ is the operation, such as \`Agent: Create\`, or the thread.
${COLUMNS.map(({ title }) => `\n### ${title}\n\n${textTable(seen.filter(({ column }) => column === title))}\n`).join('')}`;
}

function tableOf(rows: readonly Fault[]): string {
	const columns = COLUMNS.filter(({ kinds }) =>
		rows.some(({ expected }) => kinds.some((kind) => expected[kind])),
	);
	return markdownTable([
		['Fault', ...columns.map(({ title }) => title)],
		...rows.map((fault) => [
			fault.row ?? fault.name,
			...columns.map(({ kinds }) => cellOf(fault, kinds)),
		]),
	]);
}

/** The outcome of most kinds, then the outcomes that differ. */
function cellOf({ expected }: Fault, kinds: readonly Kind[]): string {
	const byText = new Map<string, Kind[]>();
	for (const kind of kinds) {
		const what = expected[kind];
		if (what) byText.set(wordsOf(what), [...(byText.get(wordsOf(what)) ?? []), kind]);
	}
	const [most, ...others] = [...byText].sort(([, a], [, b]) => b.length - a.length);
	if (!most) return '';
	const rest = others.map(
		([text, some]) => `${some.map((kind) => NAMES[kind]).join(', ')}: ${text}`,
	);
	const all = most[1].length === kinds.length || rest.length > 0;
	const first = all ? most[0] : `${most[1].map((kind) => NAMES[kind]).join(', ')}: ${most[0]}`;
	return [first, ...rest].join('; ');
}

function wordsOf({ code, sent }: Expected): string {
	const what = code === 'ok' ? '_done_' : `\`${code}\``;
	if (sent === undefined || (code === 'ok' && sent === 'once')) return what;
	return `${what}, ${AGAIN[sent] ?? sent}`;
}

/** How often a request is sent, where the policy's own name says too little. */
const AGAIN: Partial<Record<Sent, string>> = {
	renewed: 'once more with a fresh token',
	withoutLimit: 'once more without a limit',
};

async function textsOf(rows: readonly Fault[]): Promise<Seen[]> {
	const seen = new Map<string, Seen>();
	const world = await createWorld();
	try {
		for (const fault of rows) {
			const cases = casesOf(fault);
			for (const which of cases.filter(({ extent }) => extent === cases[0]!.extent)) {
				const played = await play(world, bareClient, fault, which);
				const wrong = deviations(bareClient, fault, which, played);
				if (wrong.length > 0) throw new Error(`${fault.name}, ${which.kind}: ${wrong.join('; ')}`);
				const { error } = played.outcome;
				if (!error) continue;
				const { title } = COLUMNS.find(({ kinds }) => kinds.includes(which.kind))!;
				const text: Seen = {
					...{ column: title, code: error.code ?? '' },
					...{ message: withoutNames(error.message), hint: withoutNames(error.hint) },
				};
				seen.set(JSON.stringify(text), text);
			}
		}
	} finally {
		await world.close();
	}
	return [...seen.values()];
}

function withoutNames(text: string): string {
	return text
		.replace(
			/'([A-Z][\w ]+: [A-Z][\w ]+|Send Message|Send Many Messages|Upload File)( \(Stream\))?'/g,
			'_…_',
		)
		.replace(/\bstatus \d{3}\b/g, 'status …')
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '_…_');
}

function textTable(seen: readonly Seen[]): string {
	return markdownTable([
		['Code', 'What happened', 'What to do'],
		...seen.map(({ code, message, hint }) => [`\`${code}\``, message, hint]),
	]);
}

if (require.main === module) {
	void faultsDocument().then((text) => writeFileSync(FAULTS_FILE, text));
}
