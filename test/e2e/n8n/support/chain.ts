/** A node of a workflow as far as it differs from others. */
export interface Step {
	name: string;
	type: string;
	typeVersion: number;
	parameters: object;
	credentials?: object;
	webhookId?: string;
	onError?: string;
	executeOnce?: boolean;
}

/** A workflow whose nodes run one after the other. */
export function chain(name: string, steps: Step[]) {
	return {
		name,
		nodes: steps.map((step, at) => ({ id: String(at), position: [at * 200, 0], ...step })),
		connections: Object.fromEntries(
			steps
				.slice(1)
				.map((step, at) => [
					steps[at]!.name,
					{ main: [[{ node: step.name, type: 'main', index: 0 }]] },
				]),
		),
	};
}

/** Starts a workflow when somebody presses the button. */
export const manualStart: Step = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	parameters: {},
};

/** Starts a workflow by a call of its address, which answers when the last node is done. */
export function webhookStart(path: string, parameters: object = {}): Step {
	return {
		name: 'Start',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		parameters: { path, responseMode: 'lastNode', ...parameters },
	};
}

/** Two nodes that give these records, each as an item. */
export function itemsOf(records: readonly object[]): Step[] {
	return [
		{
			name: 'Records',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ records }) },
		},
		{
			name: 'Items',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			parameters: { fieldToSplitOut: 'records' },
		},
	];
}

/** Does nothing; its input shows what came to the end of a workflow. */
export const end: Step = {
	...{ name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1 },
	parameters: {},
};
