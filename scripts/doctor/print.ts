import type { AddressResult } from './addresses';
import type { Step } from './examine';

const MARKS: Readonly<Record<Step['status'], string>> = { ok: '✓', warning: '!', failed: '✗' };

/** A step in plain words, with what to do below it. */
export function stepText({ name, status, message, hint }: Step): string {
	return `${MARKS[status]} ${name}: ${message}${hint === '' ? '' : `\n    ${hint}`}`;
}

/** The addresses as a Markdown table, to read here and to paste into an issue. */
export function addressTable(addresses: readonly AddressResult[]): string {
	const rows = [
		['Operation', 'Address', 'Source', 'Result', 'Remark'],
		...addresses.map(({ operation, method, path, source, result, status, ...rest }) => [
			operation,
			`${method} ${path}`,
			source,
			status === null ? result : `${result} (${status})`,
			remarks(rest),
		]),
	].map((row) => row.map((text) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|')));
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const line = (row: readonly string[]) =>
		`| ${row.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |`;
	const [head, ...body] = rows;
	return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join(
		'\n',
	);
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
