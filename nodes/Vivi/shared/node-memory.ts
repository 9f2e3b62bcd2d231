import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { JsonValue } from '../../../vivi/http/json';
import type { Memory } from '../../../vivi/run/ports';

/** The key of the entries in the node's static data. */
const KEPT = 'kept';

/** How many entries are kept; n8n writes all of them with the workflow. */
const MOST_KEPT = 20;

/**
 * Keeps JSON of the node between two executions: n8n stores it with the workflow after each
 * execution of a published workflow, and after none in the editor.
 */
export function nodeMemory(context: IExecuteFunctions): Memory {
	const kept = () => (context.getWorkflowStaticData('node')[KEPT] ?? {}) as IDataObject;
	return {
		now: Date.now,
		read: (key) => (Object.hasOwn(kept(), key) ? (kept()[key] as JsonValue) : undefined),
		write(key, value) {
			const { [key]: _replaced, ...others } = kept();
			const newest = [...Object.entries(others), [key, value] as const].slice(-MOST_KEPT);
			context.getWorkflowStaticData('node')[KEPT] = Object.fromEntries(newest) as IDataObject;
		},
	};
}
