import type { JsonObject } from '../http/json';
import { toHtml } from './html';
import { toMarkdown } from './markdown';
import type { Report } from './types';

/** How a report is handed over: as figures alone, or with a text to send on. */
export type ReportFormat = 'items' | 'markdown' | 'html';

/** A report for a workflow: an item per workspace and one with the total; with a text, that one alone. */
export function reportItems(report: Report, format: ReportFormat): JsonObject[] {
	const total = totalItem(report, format);
	if (format !== 'items') return [total];
	return [...report.workspaces.map((one) => ({ type: 'workspace', ...one })), total];
}

/** The total of a report, with the text where one is wanted. */
export function totalItem(report: Report, format: ReportFormat): JsonObject {
	return {
		type: 'total',
		since: report.since,
		...report.total,
		...(format === 'items'
			? {}
			: { text: format === 'html' ? toHtml(report) : toMarkdown(report) }),
	};
}
