import type { IHookFunctions } from 'n8n-workflow';

import { isLocalHost } from '../../vivi/tool/local-host';
import { withNodeErrors } from '../Vivi/shared/node-errors';
import { secretOf, toolOf } from './tool-of';

/** Nodes that can pause an execution, so that the agent gets an answer before the work is done. */
const PAUSING = ['n8n-nodes-base.wait', 'n8n-nodes-base.form'];

/** @throws NodeOperationError that names what cannot be used, when a workflow is activated or tested */
export async function checkTool(context: IHookFunctions): Promise<void> {
	await withNodeErrors(context, async () => {
		toolOf(context);
		await secretOf(context);
	});
	warnOfTraps(context);
}

/** Warns in n8n's log, when a workflow is activated or tested, of nodes that delay the agent's answer. */
function warnOfTraps(context: IHookFunctions): void {
	const tool = `VIVI Tool Trigger of workflow "${context.getWorkflow().name ?? ''}"`;
	const url = context.getNodeWebhookUrl('default');
	if (url !== undefined && isLocalHost(new URL(url).hostname)) {
		context.logger.warn(
			`${tool}: VIVI's servers cannot reach ${new URL(url).origin}. Set WEBHOOK_URL to the public address of this n8n.`,
		);
	}
	const after = context.getChildNodes(context.getNode().name, { includeNodeParameters: true });
	for (const { name, type, disabled, parameters } of after) {
		const pauses = PAUSING.includes(type) || parameters?.['operation'] === 'sendAndWait';
		if (pauses && !disabled) {
			context.logger.warn(
				`${tool}: the node "${name}" may pause the execution; the agent then gets the data of the node before it as the answer, at once.`,
			);
		}
	}
}
