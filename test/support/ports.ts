import type { JsonObject } from '../../vivi/http/json';
import type { Choice, Ports } from '../../vivi/run/ports';
import { runOperation } from '../../vivi/run/run-operation';

/** What a shell hands to the core: a client, and no channel, no files and nobody who reads hints. */
export function portsOf(client: Ports['client'], more: Partial<Ports> = {}): Ports {
	const missing = async () => await Promise.reject(new Error('This test has no such port.'));
	return {
		...{ client, chat: missing, file: missing },
		...{ filesIn: () => [], hint: () => {} },
		...more,
	};
}

/** The records that an operation gives. */
export async function recordsOf(
	choice: Choice,
	values: object,
	ports: Ports,
): Promise<JsonObject[]> {
	let outcome = await runOperation(choice, { ...values }, ports);
	if ('later' in outcome) outcome = await outcome.later();
	return (outcome as { records: JsonObject[] }).records;
}
