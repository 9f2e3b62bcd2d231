import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { WRITTEN_OUT } from '../description/written-out';

/** Hidden fields that change when a token is renewed; they do not belong to the key. */
const RENEWED = ['accessToken', 'expiresAt', 'tokenFor'];

/**
 * Makes something once for each connection that the items of an execution use. n8n evaluates the
 * expressions in a credential for each item, so one credential may stand for many accounts, and
 * every item's values are read and compared. It is expensive to read and decrypt a credential, so
 * one without expressions is read once.
 * @param make gets the decrypted values
 */
export function byCredential<Made>(
	context: IExecuteFunctions,
	type: string,
	make: (credentials: ICredentialDataDecryptedObject) => Made,
): (itemIndex: number) => Promise<Made> {
	const made = new Map<string, Made>();
	const connect = async (itemIndex: number) => {
		const credentials = await context.getCredentials(type, itemIndex);
		const values = Object.entries(credentials).filter(([name]) => !RENEWED.includes(name));
		const key = JSON.stringify(values);
		const known = made.get(key) ?? make(credentials);
		made.set(key, known);
		return { connection: known, holdsForAll: credentials[WRITTEN_OUT] !== undefined };
	};
	let first: ReturnType<typeof connect> | undefined;
	return async (itemIndex) => {
		first ??= connect(itemIndex);
		// When the values of the first item cannot be evaluated, nothing is known about the others.
		const { connection, holdsForAll } = await first.catch(async () => await connect(itemIndex));
		return holdsForAll ? connection : (await connect(itemIndex)).connection;
	};
}
