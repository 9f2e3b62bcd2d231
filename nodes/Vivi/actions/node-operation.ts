import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ClientFor } from '../shared/transport';

/** Something the node can do for an item. */
export interface NodeOperation {
	/** True when it changes nothing, so that items may run side by side. */
	mayRunBeside(context: IExecuteFunctions, itemIndex: number): boolean;
	/** What the item gives, in order. */
	run(
		context: IExecuteFunctions,
		itemIndex: number,
		clientFor: ClientFor,
	): Promise<INodeExecutionData[]>;
}
