import { sleep } from 'n8n-workflow';

import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';
import type { InputField } from '../../../vivi/catalogue/types';
import { readField } from '../../../vivi/client/input-values';
import type { Sleep } from '../../../vivi/http/port';
import type { Sender } from './n8n-http';

/** How long a node waits for a service that is busy. */
export const LONGEST_WAIT_MS = 5 * 60_000;

/** Waits before a request, but lets no request go out after the execution was stopped. */
export function waiting(context: Sender): Sleep {
	const signal = context.getExecutionCancelSignal?.();
	return async (ms) => {
		signal?.throwIfAborted();
		await sleep(ms);
		signal?.throwIfAborted();
	};
}

/**
 * The milliseconds of an option 'Timeout'; the default where an expression gives none.
 * @throws ViviInputError naming the field when it cannot be read
 */
export function timeoutMs(field: InputField, given: unknown): number {
	return Math.min((readField(field, given) as number) * 1000, LONGEST_TIMEOUT_MS);
}
