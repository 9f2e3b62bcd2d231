import { markdownTable } from '../print/markdown-table';
import type { Target, Verdict } from './figure';
import type { Spread } from './statistics';
import type { Machine } from './machine';

/** The result of a run of the benches. */
export interface Results {
	machine: Machine;
	/** By the bench that measured them. */
	benches: Array<{ name: string; what: string; verdicts: Verdict[] }>;
	/** Names of the figures that missed a target. */
	missed: string[];
}

export function toResults(machine: Machine, benches: Results['benches']): Results {
	const missed = benches
		.flatMap(({ verdicts }) => verdicts)
		.filter((verdict) => verdict.missed)
		.map(({ name }) => name);
	return { machine, benches, missed };
}

/** `docs/benchmarks.md`. */
export function toMarkdown({ machine, benches, missed }: Results): string {
	const parts = benches.map(
		({ what, verdicts }) => `${what}\n\n${verdicts.map(figureMarkdown).join('\n\n')}`,
	);
	return `# Benchmarks

Written by \`npm run bench\`; not edited by hand. Each figure is measured beside its peers in the same run; a ratio is ours ÷ the peer's, run by run where they took turns. Times differ from machine to machine, ratios much less, and both suffer when other programs want the same cores.

${markdownTable([
	['Machine', ''],
	['Processor', `${machine.cpu}, ${machine.cores} cores`],
	['Memory', `${machine.memoryGiB} GiB`],
	['System', machine.system],
	['Node.js', machine.node],
	['n8n', machine.n8n],
	['Load before the run', String(machine.load)],
])}

${missed.length === 0 ? 'Every target is met.' : `Missed: ${missed.join(' · ')}.`}

${parts.join('\n\n')}
`;
}

/** The same for a terminal. */
export function toText({ verdicts }: { verdicts: Verdict[] }): string {
	return verdicts
		.map(({ name, ...verdict }) => `${name}\n${indent(rows({ name, ...verdict }))}`)
		.join('\n');
}

function indent(table: string[][]): string {
	const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
	return table
		.map((row) =>
			`  ${row.map((text, column) => text.padEnd(widths[column]!)).join('  ')}`.trimEnd(),
		)
		.join('\n');
}

function figureMarkdown(verdict: Verdict): string {
	const notes = verdict.notes.map((note) => `- ${note}`).join('\n');
	return `## ${verdict.name}\n\n${verdict.what}\n\n${markdownTable(rows(verdict))}${notes && `\n\n${notes}`}`;
}

function rows({ unit, ours, peers }: Verdict): string[][] {
	return [
		['', 'n', `median (${unit})`, 'spread', 'ours ÷ this', 'target', ''],
		...[ours, ...peers].map((one: Verdict['ours'] & { ratio?: Spread }) => [
			one.who,
			String(one.n),
			number(one.median),
			one.n > 1 ? `${number(one.min)}–${number(one.max)}` : '',
			one.ratio ? ratioText(one.ratio, one.n) : '',
			targetText(one.target),
			one.met === undefined ? '' : one.met ? 'met' : 'missed',
		]),
	];
}

function ratioText({ median, min, max }: Spread, n: number): string {
	const middle = ratio(median);
	return n > 1 && min !== max ? `${middle} (${ratio(min)}–${ratio(max)})` : middle;
}

function targetText(target: Target | undefined): string {
	if (!target) return '';
	return 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
}

const ratio = (value: number) => value.toFixed(3);

/** Three significant digits, and no more than people read. */
function number(value: number): string {
	if (Number.isInteger(value)) return String(value);
	return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(3);
}
