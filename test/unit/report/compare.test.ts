import fc from 'fast-check';

import type { Figure } from '../../../vivi/catalogue/report';
import type { JsonObject } from '../../../vivi/http/json';
import { compared, readRemembered, rememberedOf } from '../../../vivi/report/compare';
import { toMarkdown } from '../../../vivi/report/markdown';
import { reportTotal } from '../../../vivi/report/report-total';
import type { Report, WorkspaceReport } from '../../../vivi/report/types';

const AT = '2026-03-01T02:00:00.000Z';
const FIGURES_SHOWN: Figure[] = ['agents', 'users'];

const workspace = (workspaceId: string, agents: number | null, users: number | null = 1) =>
	({
		...{ workspaceId, name: workspaceId, agents, users, hasChanges: null },
		status: agents === null || users === null ? 'partial' : 'complete',
		...{ createdCount: 0, updatedCount: 0, unknownCount: 0 },
		...{ created: [], updated: [], failures: [] },
	}) as WorkspaceReport;
const reportOf = (...workspaces: WorkspaceReport[]): Report => ({
	...{ since: AT, figures: FIGURES_SHOWN, workspaces },
	total: reportTotal(workspaces, FIGURES_SHOWN, true),
});
const kept = (report: Report) =>
	readRemembered(JSON.parse(JSON.stringify(rememberedOf(report, AT))) as JsonObject);

test('the first report is compared with none, and says so', () => {
	const report = compared(reportOf(workspace('a', 1)), undefined);
	expect(report).toMatchObject({ comparedWith: null, total: { difference: null } });
	expect(toMarkdown(report)).toContain('There is no earlier report to compare with.');
});

test('figures are compared one by one, and named with what they have grown by', () => {
	const before = kept(reportOf(workspace('a', 3), workspace('b', 5, 2)));
	const report = compared(reportOf(workspace('a', 4), workspace('b', 5, 0)), before);
	expect(report.workspaces.map(({ difference }) => difference)).toEqual([
		{ agents: 1, users: 0 },
		{ agents: 0, users: -2 },
	]);
	expect(report.total).toMatchObject({
		previous: { agents: 8, users: 3 },
		difference: { agents: 1, users: -2 },
		hasChanges: true,
	});
	const text = toMarkdown(report);
	expect(text).toContain('2 workspaces: 9 (+1) agents, 1 (−2) users');
	expect(text).toContain('In brackets: since the report of 2026-03-01 02:00 UTC');
});

test('the total has no difference where a workspace cannot be read, then or now', () => {
	const whole = reportOf(workspace('a', 3), workspace('b', 5, 2));
	const part = reportOf(workspace('a', 4), workspace('b', null, 2));
	for (const [before, now] of [
		[whole, part],
		[part, whole],
	] as const) {
		const report = compared(now, kept(before));
		expect(report.total.difference).toEqual({ agents: null, users: 0 });
		expect(report.workspaces[0]!.difference).toMatchObject({ users: 0 });
	}
	expect(toMarkdown(compared(part, kept(whole)))).toContain('2 workspaces: ≥ 4 agents, 3 users');
});

test('nothing has happened only where all is known and the same', () => {
	const verdict = (before: Report, now: Report) => compared(now, kept(before)).total.hasChanges;
	const [a, b] = [workspace('a', 1), workspace('b', 1)];
	expect(verdict(reportOf(a, b), reportOf(a, b))).toBe(false);
	expect(verdict(reportOf(a), reportOf(workspace('a', null)))).toBeNull();
	expect(verdict(reportOf(a), reportOf(a, b))).toBe(true);
	expect(verdict(reportOf(a, b), reportOf(a))).toBe(true);
	expect(verdict(reportOf(a), reportOf({ ...a, updatedCount: 1 }))).toBe(true);
	expect(verdict(reportOf(a), reportOf({ ...a, unknownCount: 1 }))).toBeNull();
});

test('a report that counted something else has no difference where it did not', () => {
	const before = { ...reportOf(workspace('a', 1)), figures: ['users'] as const };
	expect(compared(reportOf(workspace('a', 9)), kept(before)).workspaces[0]!.difference).toEqual({
		agents: null,
		users: 0,
	});
});

test.each([null, 'x', {}, { at: 'never', figures: [], workspaces: {} }, { at: AT, figures: [] }])(
	'%j is no report to compare with',
	(value) => {
		expect(readRemembered(value as JsonObject)).toBeUndefined();
	},
);

test('differences add up, whatever the workspaces hold', () => {
	const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'));
	const account = ids.chain((all) =>
		fc.tuple(...all.map((id) => fc.record({ id: fc.constant(id), agents: fc.nat(5) }))),
	);
	fc.assert(
		fc.property(account, account, (then, now) => {
			const made = (all: typeof then) =>
				reportOf(...all.map(({ id, agents }) => workspace(id, agents)));
			const { total, workspaces } = compared(made(now), kept(made(then)));
			const sum = (all: typeof then) => all.reduce((whole, { agents }) => whole + agents, 0);
			expect(total.difference!.agents).toBe(sum(now) - sum(then));
			const isSame =
				then.length === now.length &&
				then.every(({ id, agents }) => now.some((one) => one.id === id && one.agents === agents));
			expect(total.hasChanges).toBe(!isSame);
			for (const one of workspaces) {
				const was = then.find(({ id }) => id === one.workspaceId);
				expect(one.previous?.agents).toBe(was?.agents);
			}
		}),
	);
});
