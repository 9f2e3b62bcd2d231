import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ChatFor } from '../shared/channel-transport';
import type { ClientFor } from '../shared/transport';

/** What an item's credential leads to; found by its values, so that each item reaches its own account. */
export interface Connections {
	clientFor: ClientFor;
	chatFor: ChatFor;
}

/** Something the node can do for an item. */
export interface NodeOperation {
	/** True when it changes nothing, so that items may run side by side. */
	mayRunBeside(context: IExecuteFunctions, itemIndex: number): boolean;
	/** What the item gives, in order. */
	run(
		context: IExecuteFunctions,
		itemIndex: number,
		connections: Connections,
	): Promise<INodeExecutionData[]>;
}
