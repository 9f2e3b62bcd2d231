import type { Figure } from '../../../vivi/catalogue/report';
import { toChart } from '../../../vivi/report/chart';
import { compared } from '../../../vivi/report/compare';
import { toCsv } from '../../../vivi/report/csv';
import { reportTotal } from '../../../vivi/report/report-total';
import type { Report, WorkspaceReport } from '../../../vivi/report/types';

const FIGURES: Figure[] = ['agents', 'users'];
const workspace = (name: string | null, agents: number | null) =>
	({
		...{ workspaceId: 'ws_1', name, status: 'complete', agents, users: 2, hasChanges: false },
		...{ createdCount: 1, updatedCount: 0, unknownCount: 0 },
		...{ created: [], updated: [], failures: [] },
	}) as WorkspaceReport;
const reportOf = (since: string | null, ...workspaces: WorkspaceReport[]): Report => ({
	...{ since, figures: FIGURES, workspaces },
	total: reportTotal(workspaces, FIGURES, since !== null),
});
const AT = '2026-03-01T02:00:00.000Z';

describe('CSV', () => {
	const textOf = (report: Report) => (toCsv(report).content as Buffer).toString('utf8');

	it('has a line for each workspace and one with the total, as spreadsheets read them', () => {
		expect(toCsv(reportOf(null))).toMatchObject({ name: 'vivi-report.csv', mimeType: 'text/csv' });
		expect(textOf(reportOf(AT, workspace('Größe, "groß"', 3), workspace(null, null)))).toBe(
			[
				'\uFEFFWorkspace ID,Workspace,Status,Agents,Users,Created,Updated',
				'ws_1,"Größe, ""groß""",complete,3,2,1,0',
				'ws_1,,complete,,2,1,0',
				',Total,,3,4,2,0',
				'',
			].join('\r\n'),
		);
	});

	it('has the differences where they are asked for', () => {
		const report = reportOf(null, workspace('A', 3));
		const before = { at: AT, figures: FIGURES, workspaces: { ws_1: [1, 2] } };
		expect(textOf(compared(report, before))).toContain(
			'Agents,Agents Difference,Users,Users Difference\r\nws_1,A,complete,3,2,2,0\r\n',
		);
	});

	it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1+1', '\u00a0=1+1', '＝1+1', '＠SUM(A1)'])(
		'%j is no formula',
		(name) => {
			expect(textOf(reportOf(null, workspace(name, 1)))).toContain(`,'${name},`);
		},
	);

	it('keeps a formula behind a line break in one cell, as text', () => {
		const text = textOf(reportOf(null, workspace('\n=1+1 "🎉"', 1)));
		expect(text).toContain(`,"'\n=1+1 ""🎉""",`);
	});
});

test('a chart has a label for each workspace and a dataset for each figure', () => {
	const workspaces = [workspace('A', 3), workspace(null, null)];
	expect(toChart(reportOf(AT, ...workspaces))).toEqual({
		labels: ['A', 'ws_1'],
		datasets: [
			{ label: 'Agents', data: [3, null] },
			{ label: 'Users', data: [2, 2] },
			{ label: 'Created', data: [1, 1] },
			{ label: 'Updated', data: [0, 0] },
		],
	});
	expect(toChart(reportOf(null)).datasets).toHaveLength(2);
});
