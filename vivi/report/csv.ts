import { FIGURES } from '../catalogue/report';
import type { AnsweredFile } from '../http/answered-file';
import type { Report, ReportTotal, WorkspaceReport } from './types';

/** A report as a file for spreadsheets (RFC 4180): a line for each workspace, and one with the total. */
export function toCsv(report: Report): AnsweredFile {
	const columns = columnsOf(report);
	const lines = [
		columns.map(({ label }) => label),
		...report.workspaces.map((one) => columns.map(({ of }) => of(one))),
		columns.map(({ of }) => of({ ...report.total, workspaceId: '', name: 'Total', status: '' })),
	];
	const text = lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
	// Without this mark, Excel reads UTF-8 as another encoding.
	const content = Buffer.from(`\uFEFF${text}`);
	return { content, name: 'vivi-report.csv', mimeType: 'text/csv' };
}

type Line = (WorkspaceReport | ReportTotal) & {
	workspaceId: string | null;
	name: string | null;
	status: string;
};

interface Column {
	label: string;
	of: (line: Line) => string | number | null;
}

function columnsOf({ figures, since, comparedWith }: Report): Column[] {
	return [
		{ label: 'Workspace ID', of: ({ workspaceId }) => workspaceId },
		{ label: 'Workspace', of: ({ name }) => name },
		{ label: 'Status', of: ({ status }) => status },
		...figures.flatMap((figure): Column[] => [
			{ label: FIGURES[figure].plural, of: (line) => line[figure] ?? null },
			...(comparedWith === undefined
				? []
				: [
						{
							label: `${FIGURES[figure].plural} Difference`,
							of: ({ difference }: Line) => difference?.[figure] ?? null,
						},
					]),
		]),
		...(since === null
			? []
			: [
					{ label: 'Created', of: ({ createdCount }: Line) => createdCount },
					{ label: 'Updated', of: ({ updatedCount }: Line) => updatedCount },
				]),
	];
}

/** A value that a spreadsheet would read as a formula becomes text: names come from VIVI's users. */
function cell(value: string | number | null): string {
	if (typeof value !== 'string') return value === null ? '' : String(value);
	const text = /^\s*[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
