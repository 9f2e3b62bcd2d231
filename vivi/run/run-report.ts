import type { Operation } from '../catalogue/types';
import { readFields, type InputValues } from '../client/input-values';
import { reportItems, totalItem, type ReportFormat } from '../report/items';
import { generateReport } from '../report/report';
import type { Outcome, Ports } from './ports';

/** Reports on the workspaces of the account. */
export async function runReport(
	operation: Operation,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const { format, ...wanted } = readFields(
		[...operation.fields, ...(operation.settings ?? [])],
		values,
	) as { since?: string; workspaceIds?: string[]; format: ReportFormat; concurrency?: number };
	const { timeZone, step } = ports;
	const report = await generateReport(await ports.client(), { ...wanted, timeZone });
	if (!step) return { records: reportItems(report, format) };
	// The output holds the text, and the figures beside it in any format.
	const text = format === 'html' ? 'html' : 'markdown';
	return { records: [{ ...totalItem(report, text), workspaces: report.workspaces }] };
}
