import type { JsonObject } from '../http/json';
import { toChart } from './chart';
import { toHtml } from './html';
import { toMarkdown } from './markdown';
import { sumOfKnown } from './counts';
import type { Report, WorkspaceReport } from './types';

/** The form in which a report is handed over: only figures, or also a text to send on. */
export type ReportFormat = 'items' | 'markdown' | 'html' | 'chart' | 'csv';

/**
 * The items of a report for a workflow: one per workspace and one with the total; with a text, only
 * that one.
 */
export function reportItems(report: Report, format: ReportFormat): JsonObject[] {
	const total = totalItem(report, format);
	if (format !== 'items') return [total];
	return [...report.workspaces.map((one) => workspaceItem(one, report)), allOf(report, total)];
}

/**
 * The workspace counts as 1 where the total counts workspaces, so that all items have the same
 * fields.
 */
function workspaceItem(one: WorkspaceReport, { since, comparedWith }: Report): JsonObject {
	return {
		type: 'workspace',
		since,
		...(comparedWith !== undefined && { comparedWith }),
		...one,
		workspaceCount: 1,
		partialCount: Number(one.status === 'partial'),
		unreadableCount: Number(one.status === 'unreadable'),
	};
}

/** The total with the fields of a workspace. */
function allOf({ workspaces, total }: Report, item: JsonObject): JsonObject {
	const isComplete = total.partialCount + total.unreadableCount === 0;
	const isUnreadable = total.unreadableCount === total.workspaceCount && !isComplete;
	return {
		...item,
		workspaceId: null,
		name: 'Total',
		status: isComplete ? 'complete' : isUnreadable ? 'unreadable' : 'partial',
		...(workspaces.some((one) => one.activity) && {
			activeThreads: sumOfKnown(workspaces.map((one) => one.activeThreads ?? null)),
			activity: workspaces.flatMap(({ activity = [] }) => activity),
		}),
		created: workspaces.flatMap(({ created }) => created),
		updated: workspaces.flatMap(({ updated }) => updated),
		failures: workspaces.flatMap(({ failures }) => failures),
	};
}

/** What each format adds to the total. */
const RENDERED: Readonly<Record<ReportFormat, (report: Report) => JsonObject>> = {
	items: () => ({}),
	csv: () => ({}),
	chart: toChart,
	html: (report) => ({ text: toHtml(report) }),
	markdown: (report) => ({ text: toMarkdown(report) }),
};

/** The total of a report, with the text if one is wanted. */
export function totalItem(report: Report, format: ReportFormat): JsonObject {
	return {
		type: 'total',
		since: report.since,
		...(report.comparedWith !== undefined && { comparedWith: report.comparedWith }),
		...report.total,
		...RENDERED[format](report),
	};
}
