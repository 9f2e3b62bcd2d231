import { readFields } from '../../../vivi/client/input-values';
import { DEFAULT_CONCURRENCY } from '../../../vivi/client/run-concurrently';
import { reportDescription } from '../../../vivi/report/description';
import { reportItems, type ReportFormat } from '../../../vivi/report/items';
import { generateReport as createReport } from '../../../vivi/report/report';
import type { NodeOperation } from './node-operation';

const { fields, defaults } = reportDescription;

/** Report → Generate. */
export const generateReport: NodeOperation = {
	// It reads many lists side by side itself.
	mayRunBeside: () => false,

	async run(context, itemIndex, { clientFor }) {
		const client = await clientFor(itemIndex);
		const options = context.getNodeParameter('options', itemIndex, {});
		const { concurrency = DEFAULT_CONCURRENCY } = options as { concurrency?: number };
		const values = readFields(
			fields,
			Object.fromEntries(
				fields.map(({ name }) => [name, context.getNodeParameter(name, itemIndex, '')]),
			),
		) as { since?: string; workspaceIds?: string[]; format?: ReportFormat };
		const { format = defaults.format, ...wanted } = values;
		// What the editor's date picker gives names no time zone and means the workflow's.
		const timeZone = context.getTimezone();
		const report = await createReport(client, { ...wanted, timeZone, concurrency });
		return reportItems(report, format).map((json) => ({ json }));
	},
};
