import { takesJson } from '../catalogue/form';
import type { Endpoint } from '../catalogue/types';
import { requestBody, type InputValues } from '../client/input-values';
import type { Outcome, Ports } from './ports';

/** Runs an operation with one address of a channel. */
export async function runOnChannel(
	operation: Endpoint,
	values: InputValues,
	ports: Ports,
): Promise<Outcome> {
	const file = operation.fields.find(({ type }) => type === 'file');
	if (file) {
		const { chat } = await ports.chat();
		const { url, raw } = await chat.uploadFile(await ports.file(file, values[file.name]));
		return { records: [{ url, raw }] };
	}
	const body = takesJson(operation) ? requestBody(operation, values) : undefined;
	const { chat } = await ports.chat();
	// Both connectors promise a sign of success, whatever VIVI answers.
	return { records: [{ success: true, ...(await chat.run(operation, body)) }] };
}
