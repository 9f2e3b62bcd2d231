import type { IExecuteFunctions } from 'n8n-workflow';

import { findOperation, resources } from '../../../vivi/catalogue';
import { ViviInputError } from '../../../vivi/errors';
import { sendApiRequest } from './api-request';
import { catalogueOperation } from './catalogue-operation';
import { sendMessage, uploadChatFile } from './chat';
import type { NodeOperation } from './node-operation';
import { generateReport } from './report';

/** What no resource of the catalogue offers. */
const OWN: Readonly<Record<string, NodeOperation>> = {
	'apiRequest.send': sendApiRequest,
	'chat.send': sendMessage,
	'chat.uploadFile': uploadChatFile,
	'report.generate': generateReport,
};

/**
 * What one item's 'Resource' and 'Operation' say is to be done.
 * @throws ViviInputError when there is no such operation, as in a workflow edited by hand
 */
export function operationOf(context: IExecuteFunctions, itemIndex: number): NodeOperation {
	const resourceName = context.getNodeParameter('resource', itemIndex) as string;
	const operationName = context.getNodeParameter('operation', itemIndex) as string;
	const own = `${resourceName}.${operationName}`;
	if (Object.hasOwn(OWN, own)) return OWN[own]!;

	const resource = resources.find(({ name }) => name === resourceName);
	const operation = resource && findOperation(resource, operationName);
	if (operation) return catalogueOperation(resource, operation);
	throw new ViviInputError({
		code: 'unknown_operation',
		field: 'operation',
		message: `'Operation' ${operationName} does not exist for the resource ${resourceName}.`,
		hint: 'Choose the resource and the operation again from their lists.',
	});
}
