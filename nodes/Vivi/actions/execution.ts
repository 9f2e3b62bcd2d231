import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Choice } from '../../../vivi/run/ports';

/** What the node is to do for its items. */
export interface Execution {
	context: IExecuteFunctions;
	choice: Choice;
	/** How many items may run side by side; one where they change something. */
	atMost: number;
	/** The item that stands for a failure. @throws the error, unless the node is told to go on */
	failed: (error: unknown, itemIndex: number) => INodeExecutionData;
}
