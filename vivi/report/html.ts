import { outline, ROWS_IN_TEXT, type OutlineRow } from './outline';
import type { Report } from './types';

/**
 * What mail programs can do (caniemail.com): Outlook for Windows lays out with Word, which knows tables and
 * no flex or grid, and hands no font down into a table; Gmail reads no style sheet in some of its apps. So
 * each element carries its own style, and nothing depends on the sheet.
 *
 * No colour of text or page is set: each program takes its own, in the light and in the dark. The grey of
 * the lines is seen on both.
 */
const FONT = 'font:14px/20px Arial,sans-serif';
const LINE = 'border-bottom:1px solid #8a8f98';
const STYLES = {
	h1: 'font:bold 20px/28px Arial,sans-serif;margin:0 0 12px',
	h2: 'font:bold 16px/24px Arial,sans-serif;margin:20px 0 8px',
	p: `${FONT};margin:0 0 8px`,
	ul: 'margin:0 0 12px;padding:0 0 0 20px',
	li: FONT,
	name: `padding:4px 12px 4px 0;${LINE}`,
	figure: `padding:4px 0 4px 12px;${LINE}`,
	td: FONT,
	th: FONT.replace(':', ':bold '),
} as const;

/** Tells programs that know dark mode that the text is fit for it as it is. */
const HEAD = [
	'<meta charset="utf-8">',
	'<meta name="viewport" content="width=device-width">',
	'<meta name="color-scheme" content="light dark">',
	'<meta name="supported-color-schemes" content="light dark">',
	'<style>:root{color-scheme:light dark;supported-color-schemes:light dark}',
	'@media (prefers-color-scheme:dark){td,th{border-color:#6b717c!important}}</style>',
].join('');

/** Gmail cuts off what goes beyond 102 KB; the message it becomes a part of needs some of them. */
export const MOST_BYTES = 90_000;

/**
 * A report as an HTML document for an e-mail; every text in it is escaped. It has rows for as many
 * workspaces as Gmail shows.
 */
export function toHtml(report: Report): string {
	let rows = Math.min(ROWS_IN_TEXT, report.workspaces.length);
	for (;;) {
		const html = render(report, rows);
		const bytes = Buffer.byteLength(html);
		if (bytes <= MOST_BYTES || rows === 0) return html;
		rows = Math.min(rows - 1, Math.floor((rows * MOST_BYTES) / bytes));
	}
}

function render(report: Report, rows: number): string {
	const { title, since, comparedWith, headings, total, workspaces, ...rest } = outline(
		report,
		rows,
	);
	const { failures, moreWorkspaces, moreFailures } = rest;
	const told = workspaces.filter(({ changes }) => changes.length > 0);
	const mayHaveChanged = report.workspaces.some(
		(one) => one.createdCount || one.updatedCount || one.unknownCount,
	);
	return [
		`<!DOCTYPE html><html lang="en"><head>${HEAD}<title>${escapeHtml(title)}</title></head>`,
		`<body style="margin:0;padding:16px">${element('h1', title)}`,
		...(comparedWith === undefined ? [] : [element('p', comparedWith)]),
		'<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse">',
		`<thead><tr>${nameCell('th', 'Workspace')}${headings.map(({ label }) => figureCell('th', label)).join('')}</tr></thead>`,
		`<tbody>${workspaces.map((row) => tableRow(row, 'td')).join('')}${moreWorkspaces.map((text) => `<tr>${nameCell('td', text)}</tr>`).join('')}</tbody>`,
		`<tfoot>${tableRow({ ...total, name: `Total: ${total.name}` }, 'th')}</tfoot>`,
		'</table>',
		...(since === undefined ? [] : [element('h2', since)]),
		...(since !== undefined && !mayHaveChanged
			? [element('p', failures.length === 0 ? 'None.' : 'None in what could be read.')]
			: []),
		...told.map(
			({ name, changes }) =>
				`<p style="${STYLES.p}"><strong>${escapeHtml(name)}</strong></p>${list(changes.map(({ what, records }) => `${what}: ${records}`))}`,
		),
		...(failures.length === 0
			? []
			: [
					element('h2', 'Could not be read'),
					list([...failures.map(({ what, why }) => `${what}: ${why}`), ...moreFailures]),
				]),
		'</body></html>',
	].join('\n');
}

function element(tag: 'h1' | 'h2' | 'p' | 'li', text: string): string {
	return `<${tag} style="${STYLES[tag]}">${escapeHtml(text)}</${tag}>`;
}

function tableRow({ name, figures }: OutlineRow, tag: 'td' | 'th'): string {
	return `<tr>${nameCell(tag, name)}${figures.map((figure) => figureCell(tag, figure)).join('')}</tr>`;
}

function nameCell(tag: 'td' | 'th', text: string): string {
	return `<${tag} align="left" style="${STYLES[tag]};${STYLES.name}">${escapeHtml(text)}</${tag}>`;
}

function figureCell(tag: 'td' | 'th', text: string): string {
	return `<${tag} align="right" style="${STYLES[tag]};${STYLES.figure}">${escapeHtml(text)}</${tag}>`;
}

function list(lines: readonly string[]): string {
	return `<ul style="${STYLES.ul}">${lines.map((line) => element('li', line)).join('')}</ul>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes a text for HTML elements and attributes. */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
