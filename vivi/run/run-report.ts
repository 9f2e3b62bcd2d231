import type { Figure } from '../catalogue/report';
import type { Operation } from '../catalogue/types';
import type { Client } from '../client/client';
import { readFields, type InputValues } from '../client/input-values';
import { isJsonObject, type JsonObject } from '../http/json';
import { compared, readRemembered, rememberedOf } from '../report/compare';
import { toCsv } from '../report/csv';
import { reportItems, totalItem, type ReportFormat } from '../report/items';
import { generateReport } from '../report/report';
import type { Report } from '../report/types';
import type { Memory, Outcome, Ports } from './ports';

/** What was filled in. */
interface Wanted {
	since?: string;
	workspaceIds?: string[];
	counted: Figure[];
	compare: boolean;
	format: ReportFormat;
	concurrency?: number;
}

/** Reports on the workspaces of the account. */
export async function runReport(
	operation: Operation,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const fields = [...operation.fields, ...(operation.settings ?? [])];
	const wanted = readFields(fields, values) as unknown as Wanted;
	const { format } = wanted;
	const report = await makeReport(await ports.client(), wanted, ports);
	if (!ports.step) {
		if (format !== 'csv') return { records: reportItems(report, format) };
		return { file: toCsv(report), record: totalItem(report, format) };
	}
	// The output holds the text, and the figures beside it in any format.
	const text = totalItem(report, format === 'html' ? 'html' : 'markdown');
	const record = { ...totalItem(report, format), ...text, workspaces: report.workspaces };
	return format === 'csv' ? { file: toCsv(report), record } : { records: [record] };
}

/** A report is stored only after all lists were read: nothing is compared with a report that failed. */
async function makeReport(
	client: Client,
	{ compare, format: _format, ...wanted }: Wanted,
	{ memory, timeZone }: Ports,
): Promise<Report> {
	if (!compare || !memory) return await generateReport(client, { ...wanted, timeZone });
	// Two reports are compared if they are about the same workspaces.
	const key = JSON.stringify([client.owner, [...(wanted.workspaceIds ?? [])].sort()]);
	const before = readRemembered(keptIn(memory)[key]);
	const at = new Date(memory.now()).toISOString();
	const since = wanted.since ?? before?.at;
	const report = await generateReport(client, { ...wanted, since, timeZone });
	const { [key]: _replaced, ...others } = keptIn(memory);
	const newest = [...Object.entries(others), [key, rememberedOf(report, at)] as const];
	memory.write(Object.fromEntries(newest.slice(-MOST_KEPT)));
	return compared(report, before);
}

/** How many reports are remembered; all of them are stored with the workflow. */
const MOST_KEPT = 20;

function keptIn({ read }: Memory): JsonObject {
	const kept = read();
	return isJsonObject(kept) ? kept : {};
}
