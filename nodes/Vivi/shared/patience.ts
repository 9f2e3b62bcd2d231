import { sleep } from 'n8n-workflow';

import type { Sleep } from '../../../vivi/http/port';
import { cancelSignalOf } from './n8n-stream';

/** How long a node waits for a service that is busy. */
export const LONGEST_WAIT_MS = 5 * 60_000;

/** Waits before a request, but lets no request go out after the execution was stopped. */
export function waiting(context: object): Sleep {
	const signal = cancelSignalOf(context);
	return async (ms) => {
		signal?.throwIfAborted();
		await sleep(ms);
		signal?.throwIfAborted();
	};
}
