import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { JsonValue } from '../../../vivi/http/json';
import type { Memory } from '../../../vivi/run/ports';

/** Under which the node's static data holds what is kept. */
const KEPT = 'kept';

/** Entries that are kept; n8n writes all of them with the workflow. */
const MOST_KEPT = 20;

/**
 * What the node keeps from one execution to the next: n8n stores it with the workflow after each execution
 * of a published workflow, and after none in the editor.
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
