import type { IExecuteFunctions } from 'n8n-workflow';

import { resources } from '../../../vivi/catalogue';
import { channelApi } from '../../../vivi/catalogue/channel-api';
import { chatDescription } from '../../../vivi/chat/description';
import { requestDescription } from '../../../vivi/client/request-description';
import { findChoice, readChoice } from '../../../vivi/input/choice';
import { reportDescription } from '../../../vivi/report/description';

interface Option {
	value: string;
	label: string;
}

const optionOf = ({ name: value, label }: { name: string; label: string }): Option => ({
	value,
	label,
});

const { send, sendBatch, uploadFile } = channelApi;

/** The operations of each resource, those too that are none of the catalogue. */
const OPERATIONS: Readonly<Record<string, Option[]>> = {
	...Object.fromEntries(resources.map(({ name, operations }) => [name, operations.map(optionOf)])),
	[reportDescription.resource.name]: [optionOf(reportDescription.operation)],
	[chatDescription.resource.name]: [send, sendBatch, uploadFile].map(optionOf),
	[requestDescription.name]: [{ value: 'send', label: 'Send' }],
};

const RESOURCE = {
	name: 'resource',
	label: 'Resource',
	options: [
		...resources,
		reportDescription.resource,
		chatDescription.resource,
		requestDescription,
	].map(optionOf),
};

const operationField = (resource: string) => ({
	name: 'operation',
	label: 'Operation',
	options: OPERATIONS[resource]!,
});

/**
 * What an item's 'Resource' and 'Operation' say, which an expression may give as values or labels.
 * @throws ViviInputError naming the choices when there is no such resource or operation
 */
export function chosenOperation(context: IExecuteFunctions, itemIndex: number) {
	const resource = readChoice(RESOURCE, context.getNodeParameter('resource', itemIndex));
	const operation = readChoice(
		operationField(resource),
		context.getNodeParameter('operation', itemIndex),
	);
	return { resource, operation };
}

/** Whether the node is set to the one operation that is not carried out item by item. */
export function isMessageBatch(context: IExecuteFunctions): boolean {
	const chat = chatDescription.resource.name;
	return (
		findChoice(RESOURCE, context.getNodeParameter('resource', 0)) === chat &&
		findChoice(operationField(chat), context.getNodeParameter('operation', 0)) === sendBatch.name
	);
}
