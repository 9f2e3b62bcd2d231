import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findOperation, resources } from '../../../vivi/catalogue';
import { ViviInputError } from '../../../vivi/errors';
import type { SharedPause } from '../../../vivi/http/send';
import { isRead } from '../description/resource-properties';
import { clientForItem } from '../shared/transport';
import { apiRequestReads, runApiRequest } from './api-request';
import { runCatalogueOperation } from './catalogue-operation';

/** Carries out what the node's parameters say for one item; what it gives, in order. */
export async function runOperation(
	context: IExecuteFunctions,
	itemIndex: number,
	pause: SharedPause,
): Promise<INodeExecutionData[]> {
	const chosen = choice(context, itemIndex);
	const client = await clientForItem(context, itemIndex, pause);
	return chosen
		? await runCatalogueOperation(context, itemIndex, client, chosen)
		: await runApiRequest(context, itemIndex, client);
}

/** True when the item's operation changes nothing in VIVI, so that its order does not matter. */
export function reads(context: IExecuteFunctions, itemIndex: number): boolean {
	const chosen = choice(context, itemIndex);
	return chosen ? isRead(chosen.operation) : apiRequestReads(context, itemIndex);
}

/** What is to be done; undefined for an API request, which the catalogue knows nothing of. */
function choice(context: IExecuteFunctions, itemIndex: number) {
	const name = context.getNodeParameter('resource', itemIndex) as string;
	const operationName = context.getNodeParameter('operation', itemIndex) as string;
	if (name === 'apiRequest' && operationName === 'send') return undefined;
	const resource = resources.find((candidate) => candidate.name === name);
	const operation = resource && findOperation(resource, operationName);
	if (operation) return { resource, operation };
	throw new ViviInputError({
		code: 'unknown_operation',
		field: 'operation',
		message: `'Operation' ${operationName} does not exist for the resource ${name}.`,
		hint: 'Choose the resource and the operation again from their lists.',
	});
}
