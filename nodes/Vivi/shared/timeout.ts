import type { InputField } from '../../../vivi/catalogue/types';
import { readField } from '../../../vivi/client/input-values';
import { LONGEST_TIMEOUT_MS } from '../../../vivi/catalogue/settings';

/**
 * The milliseconds of an option 'Timeout'; the default where an expression gives none.
 * @throws ViviInputError naming the field when it cannot be read
 */
export function timeoutMs(field: InputField, given: unknown): number {
	return Math.min((readField(field, given) as number) * 1000, LONGEST_TIMEOUT_MS);
}
