import { plainText, shortened } from '../../vivi/text/plain-text';
import { markdownTable } from '../print/markdown-table';
import type { AddressResult } from './addresses';
import type { Step } from './examine';

const MARKS: Readonly<Record<Step['status'], string>> = { ok: '✓', warning: '!', failed: '✗' };

/** The longest text of a step or an address, in characters; a service may send names of any length. */
const LENGTH = 1000;

/** A step in plain words, with the advice below it. A quoted text cannot look like another step. */
export function stepText({ name, status, message, hint }: Step): string {
	const said = words(message);
	return `${MARKS[status]} ${name}: ${said}${hint === '' ? '' : `\n    ${words(hint)}`}`;
}

/** The addresses as a Markdown table, to read here and to paste into an issue. */
export function addressTable(addresses: readonly AddressResult[]): string {
	return markdownTable([
		['Operation', 'Address', 'Source', 'Result', 'Remark'],
		...addresses.map(({ operation, method, path, source, result, status, ...rest }) => [
			operation,
			`${method} ${path}`,
			source,
			status === null ? result : `${result} (${status})`,
			remarks(rest),
		]),
	]);
}

function remarks({
	remark,
	missingFields,
	newFields,
}: Pick<AddressResult, 'remark' | 'missingFields' | 'newFields'>): string {
	return [
		...(remark === '' ? [] : [remark]),
		...(missingFields?.length ? [`Without the assumed fields ${missingFields.join(', ')}.`] : []),
		...(newFields?.length ? [`Also has ${newFields.join(', ')}.`] : []),
	]
		.map(words)
		.join(' ');
}

function words(text: string): string {
	return shortened(plainText(text), LENGTH);
}
