import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { WRITTEN_OUT } from '../description/credential';

/** Hidden fields that change when a token is renewed; they do not belong to the key. */
const RENEWED = ['accessToken', 'expiresAt', 'tokenFor'];

/** The parts of what is made for an item. */
interface Parts<Connection, Settings, Made> {
	/** Gets the decrypted values of the item's credential. */
	connect: (credentials: ICredentialDataDecryptedObject) => Connection;
	/** Gets the values of the item's 'Options'. */
	settings: (options: IDataObject) => Settings;
	make: (connection: Connection, settings: Settings) => Made;
}

/**
 * Makes something once for each connection that the items of an execution use, and for the settings
 * that they use it with. n8n evaluates the expressions in a credential for each item, so one
 * credential may stand for many accounts, and every item's values are read and compared. It is
 * expensive to read and decrypt a credential, so one without expressions is read once.
 */
export function byCredential<Connection, Settings, Made>(
	context: IExecuteFunctions,
	type: string,
	{ connect, settings, make }: Parts<Connection, Settings, Made>,
): (itemIndex: number) => Promise<Made> {
	const known = new Map<string, { connection: Connection; made: Map<string, Made> }>();
	const read = async (itemIndex: number) => {
		const credentials = await context.getCredentials(type, itemIndex);
		const values = Object.entries(credentials).filter(([name]) => !RENEWED.includes(name));
		const key = JSON.stringify(values);
		const own = known.get(key) ?? { connection: connect(credentials), made: new Map() };
		known.set(key, own);
		return { own, holdsForAll: credentials[WRITTEN_OUT] !== undefined };
	};
	let first: ReturnType<typeof read> | undefined;
	return async (itemIndex) => {
		const set = settings(context.getNodeParameter('options', itemIndex, {}) as IDataObject);
		first ??= read(itemIndex);
		// When the values of the first item cannot be evaluated, nothing is known about the others.
		const one = await first.catch(async () => await read(itemIndex));
		const { connection, made } = (one.holdsForAll ? one : await read(itemIndex)).own;
		const key = JSON.stringify(set);
		const result = made.get(key) ?? make(connection, set);
		made.set(key, result);
		return result;
	};
}
