import { readField, readFields } from '../../../vivi/client/input-values';
import { runFields } from '../../../vivi/client/run-fields';
import { reportDescription } from '../../../vivi/report/description';
import { reportItems, type ReportFormat } from '../../../vivi/report/items';
import { generateReport as createReport } from '../../../vivi/report/report';
import type { NodeOperation } from './node-operation';

const { fields } = reportDescription;

/** Report → Generate. */
export const generateReport: NodeOperation = {
	// It reads many lists side by side itself.
	mayRunBeside: () => false,

	async run(context, itemIndex, { clientFor }) {
		const client = await clientFor(itemIndex);
		const options = context.getNodeParameter('options', itemIndex, {}) as { concurrency?: unknown };
		const concurrency = readField(runFields.concurrency, options.concurrency) as number;
		const values = readFields(
			fields,
			Object.fromEntries(
				fields.map(({ name }) => [name, context.getNodeParameter(name, itemIndex, '')]),
			),
		) as { since?: string; workspaceIds?: string[]; format: ReportFormat };
		const { format, ...wanted } = values;
		// What the editor's date picker gives names no time zone and means the workflow's.
		const timeZone = context.getTimezone();
		const report = await createReport(client, { ...wanted, timeZone, concurrency });
		return reportItems(report, format).map((json) => ({ json }));
	},
};
