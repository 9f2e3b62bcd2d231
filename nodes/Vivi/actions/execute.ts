import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Result } from '../../../vivi/run/ports';
import { runItems } from '../../../vivi/run/run-items';
import { toReadable } from '../shared/byte-streams';
import { executionChats } from '../shared/channel-transport';
import { failedItem, toNodeError } from '../shared/node-errors';
import { executionClients, turns } from '../shared/transport';
import { chosenOperation } from './chosen-operation';
import { itemPorts } from './item-ports';
import { itemValue, itemValues } from './item-values';

/** The node's output for all its items, each paired with its item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const failed = (error: unknown, item: number) => {
		const nodeError = toNodeError(context.getNode(), error, item);
		if (!context.continueOnFail()) throw nodeError;
		return failedItem(nodeError, item);
	};
	try {
		const choice = chosenOperation(context);
		const output = await runItems(choice, {
			count: items.length,
			values: (item) => itemValues(context, item, choice),
			value: (item, field) => itemValue(context, item, field),
			ports(narrowed) {
				const clientFor = executionClients(context, narrowed);
				const chatFor = executionChats(context);
				return (item) => itemPorts(context, item, { clientFor, chatFor });
			},
			give: async (result, of) => await toItems(context, result, of),
			failed,
			turns,
		});
		return [output];
	} catch (error) {
		return [items.map((_, item) => failed(error, item))];
	}
}

async function toItems(
	context: IExecuteFunctions,
	result: Result,
	of: readonly number[],
): Promise<INodeExecutionData[]> {
	const pairs = of.map((item) => ({ item }));
	const pairedItem = pairs.length === 1 ? pairs[0]! : pairs;
	if ('records' in result) return result.records.map((json) => ({ json, pairedItem }));
	const { content, name, mimeType } = result.file;
	const data = await context.helpers.prepareBinaryData(await toReadable(content), name, mimeType);
	return [{ json: result.record ?? {}, binary: { data }, pairedItem }];
}
