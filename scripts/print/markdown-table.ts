/** A Markdown table with aligned columns, as prettier lays it out. The first row is the head. */
export function markdownTable(rows: ReadonlyArray<readonly string[]>): string {
	const cells = rows.map((row) =>
		row.map((text) => text.replace(/\s+/g, ' ').trim().replace(/\|/g, '\\|')),
	);
	const [head = [], ...body] = cells;
	const widths = head.map((_, column) =>
		Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: readonly string[]) =>
		`| ${row.map((text, column) => text.padEnd(widths[column]!)).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}
