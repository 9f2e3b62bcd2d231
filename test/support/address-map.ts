import type { Sandbox } from '../../sandbox/server';
import { examineDescription } from '../../scripts/doctor/description/examine-description';

/** What the doctor prints to be pasted into a credential, from the sandbox's own document. */
export async function addressMapOf({ url }: Sandbox): Promise<string> {
	const document = await (await fetch(`${url}/openapi.json`)).text();
	return JSON.stringify(examineDescription(document, url).addressMap, null, 2);
}
