import { markdownTable } from '../markdown-table';
import type { AddressResult } from './addresses';
import type { Step } from './examine';

const MARKS: Readonly<Record<Step['status'], string>> = { ok: '✓', warning: '!', failed: '✗' };

/** A step in plain words, with what to do below it. */
export function stepText({ name, status, message, hint }: Step): string {
	return `${MARKS[status]} ${name}: ${message}${hint === '' ? '' : `\n    ${hint}`}`;
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
	].join(' ');
}
