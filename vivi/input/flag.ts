import { invalid, type Named } from './problems';
import { trimmed } from '../text/trimmed';

const YES = ['true', 'yes', 'y', 'on', '1'];
const NO = ['false', 'no', 'n', 'off', '0'];

/**
 * Reads yes or no, as a boolean or in the words of forms, spreadsheets and Zapier.
 * @throws ViviInputError `invalid_value` naming the field
 */
export function readFlag(field: Named, given: unknown): boolean {
	if (typeof given === 'boolean') return given;
	const isWord = typeof given === 'string' || typeof given === 'number';
	const word = isWord ? trimmed(String(given)).toLowerCase() : '';
	if (YES.includes(word)) return true;
	if (NO.includes(word)) return false;
	throw invalid(
		field,
		'is neither true nor false',
		'Enter true or false; yes and no will do, too.',
	);
}
