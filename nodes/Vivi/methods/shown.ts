import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { toNodeError } from '../shared/node-errors';

/** The editor shows the message of an error; an empty list would look as if there were no records. */
export async function shown<T>(context: ILoadOptionsFunctions, load: () => Promise<T>): Promise<T> {
	try {
		return await load();
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
