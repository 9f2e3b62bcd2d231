import { outline, type OutlineRow } from './outline';
import type { Report } from './types';

/**
 * A report as Markdown that Slack's own markup reads in the same way: no headings, tables or double
 * asterisks, and single asterisks around names (italic in Markdown, bold in Slack).
 */
export function toMarkdown(report: Report): string {
	const {
		title,
		since,
		comparedWith,
		headings,
		total,
		workspaces,
		failures,
		moreWorkspaces,
		moreFailures,
	} = outline(report);
	const figures = (row: OutlineRow) =>
		row.figures
			.map((figure, at) => {
				const { label, singular } = headings[at]!;
				return `${figure} ${figure === '1' ? singular : label.toLowerCase()}`;
			})
			.join(', ');
	const blocks = [
		[`*${title}*`],
		[`${total.name}: ${figures(total)}`],
		since === undefined ? [] : [since],
		comparedWith === undefined ? [] : [comparedWith],
		[
			...workspaces.flatMap((row) => [
				`- *${escapeMarkdown(row.name)}*: ${figures(row)}`,
				...row.changes.map(({ what, records }) => `  - ${what}: ${escapeMarkdown(records)}`),
			]),
			...moreWorkspaces.map((text) => `- ${text}`),
		],
		failures.length === 0 ? [] : ['*Could not be read*'],
		[...failures.map(({ what, why }) => `${what}: ${why}`), ...moreFailures].map(
			(text) => `- ${escapeMarkdown(text)}`,
		),
	];
	return blocks
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n');
}

/**
 * Makes one line of text without any markup. `&`, `<` and `>` become entities, which both Markdown
 * and Slack read, so that a name cannot be HTML or a mention of a whole Slack channel. An underscore
 * within a word has no meaning and stays.
 */
export function escapeMarkdown(text: string): string {
	return escapeUnderscores(text.replace(/[\\`*[\]~|]/g, '\\$&'))
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');
}

/**
 * Only for texts with such characters: these character classes take a while to compile, also for the
 * sample.
 */
function escapeUnderscores(text: string): string {
	return text.includes('_') ? text.replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_') : text;
}
