import { outline, type OutlineRow } from './outline';
import type { Report } from './types';

/** Mail programs drop style sheets, so each cell carries its own. */
const CELL = 'padding:4px 12px 4px 0;text-align:left;border-bottom:1px solid #ddd';
const FIGURE = 'padding:4px 12px 4px 0;text-align:right;border-bottom:1px solid #ddd';

/** A report as a piece of HTML for the body of an e-mail; all text in it is escaped. */
export function toHtml(report: Report): string {
	const { title, since, headings, total, workspaces, failures, moreWorkspaces, moreFailures } =
		outline(report);
	const changed = workspaces.filter(({ changes }) => changes.length > 0);
	return [
		`<h2>${escapeHtml(title)}</h2>`,
		'<table style="border-collapse:collapse">',
		`<thead><tr>${cell('th', CELL, 'Workspace')}${headings.map(({ label }) => cell('th', FIGURE, label)).join('')}</tr></thead>`,
		`<tbody>${workspaces.map((row) => tableRow(row, 'td')).join('')}${moreWorkspaces.map((text) => `<tr>${cell('td', CELL, text)}</tr>`).join('')}</tbody>`,
		`<tfoot>${tableRow({ ...total, name: `Total: ${total.name}` }, 'th')}</tfoot>`,
		'</table>',
		...(since === undefined ? [] : [`<h3>${escapeHtml(since)}</h3>`]),
		...(since !== undefined && changed.length === 0
			? [failures.length === 0 ? '<p>None.</p>' : '<p>None in what could be read.</p>']
			: []),
		...changed.map(
			({ name, changes }) =>
				`<p><strong>${escapeHtml(name)}</strong></p>${list(changes.map(({ what, records }) => `${what}: ${records}`))}`,
		),
		...(failures.length === 0
			? []
			: [
					'<h3>Could not be read</h3>',
					list([...failures.map(({ what, why }) => `${what}: ${why}`), ...moreFailures]),
				]),
	].join('\n');
}

function tableRow({ name, figures }: OutlineRow, tag: 'td' | 'th'): string {
	return `<tr>${cell(tag, CELL, name)}${figures.map((figure) => cell(tag, FIGURE, figure)).join('')}</tr>`;
}

function cell(tag: 'td' | 'th', style: string, text: string): string {
	return `<${tag} style="${style}">${escapeHtml(text)}</${tag}>`;
}

function list(lines: readonly string[]): string {
	return `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
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
