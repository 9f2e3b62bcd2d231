import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Choice } from '../../../vivi/run/ports';

/** The node's work for its items. */
export interface Execution {
	context: IExecuteFunctions;
	choice: Choice;
	/** How many items may run at the same time; one where they change something. */
	atMost: number;
	/** The output item for a failure. @throws the error, unless the node continues on errors */
	failed: (error: unknown, itemIndex: number) => INodeExecutionData;
}
