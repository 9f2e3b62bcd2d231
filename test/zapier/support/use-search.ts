import type { JsonObject } from '../../../vivi/http/json';
import { connect, keyOf, run } from './app';
import { useSandbox } from './use-sandbox';

/** A local VIVI for the tests of a file, and the app's searches with a connection to it. */
export function useSearch() {
	const local = useSandbox();
	let authData: Record<string, string>;
	beforeAll(async () => {
		authData = await connect(keyOf(local.sandbox));
	});
	const find = async (key: string, inputData: Record<string, unknown>) =>
		await run<JsonObject[]>(`searches.${key}.operation.perform`, { authData, inputData });
	return { local, find, connection: () => authData };
}
