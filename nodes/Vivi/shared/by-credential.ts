import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

/** Hidden fields that change when a token is renewed; they say nothing about whose key it is. */
const RENEWED = ['accessToken', 'expiresAt', 'tokenFor'];

/**
 * What is made once for each connection that the items of an execution use. n8n evaluates the
 * expressions in a credential for each item, so one credential may stand for many accounts. Whether it
 * holds expressions n8n does not tell, so every item's values are asked for and compared.
 * @param make gets the decrypted values
 */
export function byCredential<Made>(
	context: IExecuteFunctions,
	type: string,
	make: (credentials: ICredentialDataDecryptedObject) => Made,
): (itemIndex: number) => Promise<Made> {
	const made = new Map<string, Made>();
	return async (itemIndex) => {
		const credentials = await context.getCredentials(type, itemIndex);
		const values = Object.entries(credentials).filter(([name]) => !RENEWED.includes(name));
		const key = JSON.stringify(values);
		const known = made.get(key);
		if (known !== undefined) return known;
		const one = make(credentials);
		made.set(key, one);
		return one;
	};
}
