import type { Create, PlainOutputField } from 'zapier-platform-core';

import type { OutputField } from '../../../vivi/catalogue/types';
import { readFields } from '../../../vivi/client/input-values';
import type { JsonObject } from '../../../vivi/http/json';
import { reportDescription } from '../../../vivi/report/description';
import { totalItem, type ReportFormat } from '../../../vivi/report/items';
import { generateReport as createReport } from '../../../vivi/report/report';
import { inputFields } from '../fields/input-fields';
import { toKey, valuesOf } from '../fields/key';
import { outputFields, sampleOf } from '../fields/output-fields';
import { actionDescription } from '../fields/wording';
import { step } from '../step';

const { resource, operation, fields, output, sample } = reportDescription;

/**
 * Generate Report: a step gives one result, so the workspaces come as line items beside the total. It
 * only reads; lists that there was no time for are named in it with the reason.
 */
export const generateReport: Create = {
	key: toKey(`${operation.label} ${resource.label}`),
	noun: resource.label,
	display: {
		label: `${operation.label} ${resource.label}`,
		description: actionDescription(operation),
	},
	operation: {
		cleanInputData: false,
		inputFields: inputFields(fields),
		perform: step('read', async ({ bundle, client }) => {
			const api = client();
			const values = valuesOf(
				bundle.inputData,
				fields.map(({ name }) => name),
			);
			const { format, ...wanted } = readFields(fields, values) as {
				since?: string;
				workspaceIds?: string[];
				format: ReportFormat;
			};
			const timeZone = bundle.meta?.timezone ?? undefined;
			const report = await createReport(api, { ...wanted, timeZone });
			// The text is promised; the figures stand beside it whatever the format.
			const text = format === 'html' ? 'html' : 'markdown';
			return { ...totalItem(report, text), workspaces: report.workspaces };
		}),
		outputFields: [
			...outputFields(withoutLists(output.total)),
			{
				key: 'workspaces',
				label: 'Workspaces',
				children: outputFields(withoutLists(output.workspace)).map((field) => field as ChildField),
			},
		],
		sample: { ...sampleOf(sample.total), workspaces: [workspaceSample()] },
	},
};

type ChildField = NonNullable<PlainOutputField['children']>[number];

/** Lists of objects, which are taken apart by Zapier itself; the type is for n8n, where items are mixed. */
function withoutLists(described: readonly OutputField[]): OutputField[] {
	return described.filter(({ name, type }) => type !== 'array' && name !== 'type');
}

function workspaceSample(): JsonObject {
	const { type: _type, ...workspace } = sample.workspace;
	return sampleOf(workspace as unknown as JsonObject);
}
