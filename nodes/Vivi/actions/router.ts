import type { IExecuteFunctions } from 'n8n-workflow';

import { findOperation, resources } from '../../../vivi/catalogue';
import { ViviInputError } from '../../../vivi/errors';
import { sendApiRequest } from './api-request';
import { catalogueOperation } from './catalogue-operation';
import { sendMessage, uploadChatFile } from './chat';
import { chosenOperation } from './chosen-operation';
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
 * @throws ViviInputError when there is no such operation
 */
export function operationOf(context: IExecuteFunctions, itemIndex: number): NodeOperation {
	const chosen = chosenOperation(context, itemIndex);
	const own = `${chosen.resource}.${chosen.operation}`;
	if (Object.hasOwn(OWN, own)) return OWN[own]!;

	const resource = resources.find(({ name }) => name === chosen.resource);
	const operation = resource && findOperation(resource, chosen.operation);
	if (operation) return catalogueOperation(resource, operation);
	throw new ViviInputError({
		code: 'unknown_operation',
		field: 'operation',
		message: 'An operation that takes all items together cannot be mixed with others.',
		hint: "Choose the same 'Resource' and 'Operation' for all items.",
	});
}
