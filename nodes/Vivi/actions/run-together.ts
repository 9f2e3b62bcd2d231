import type { INodeExecutionData } from 'n8n-workflow';

import { sendTogether, type Item } from '../../../vivi/run/send-together';
import { executionChats, type ItemChat } from '../shared/channel-transport';
import { executionClients } from '../shared/transport';
import type { Execution } from './execution';
import { itemPorts } from './item-ports';
import { itemValues } from './item-values';

/** An item and its values. */
type Indexed = Item & { itemIndex: number };

/** Runs the node for all items together, with as few requests per connection as possible. */
export async function runTogether(execution: Execution): Promise<INodeExecutionData[]> {
	const { failed } = execution;
	const { groups, output } = await groupByConnection(execution);
	for (const items of groups) {
		for await (const result of sendTogether(items)) {
			const indexes = result.items.map((at) => items[at]!.itemIndex);
			if ('error' in result) {
				output.push(...indexes.map((itemIndex) => failed(result.error, itemIndex)));
				continue;
			}
			const pairs = indexes.map((item) => ({ item }));
			const [only] = pairs;
			output.push({ json: result.record, pairedItem: pairs.length === 1 ? only! : pairs });
		}
	}
	return output.sort((a, b) => firstItem(a) - firstItem(b));
}

/** Items that cannot be read are kept as their failures. */
async function groupByConnection({ context, choice, failed }: Execution) {
	const connections = { clientFor: executionClients(context), chatFor: executionChats(context) };
	const groups = new Map<ItemChat['chat'], Indexed[]>();
	const output: INodeExecutionData[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const values = itemValues(context, itemIndex, choice);
			const { chat } = await connections.chatFor(itemIndex);
			const group = groups.get(chat) ?? [];
			group.push({ itemIndex, values, ports: itemPorts(context, itemIndex, connections) });
			groups.set(chat, group);
		} catch (error) {
			output.push(failed(error, itemIndex));
		}
	}
	return { groups: groups.values(), output };
}

function firstItem({ pairedItem }: INodeExecutionData): number {
	const first = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof first === 'object' ? first.item : 0;
}
