import { markdownTable } from '../../../../scripts/print/markdown-table';

test('columns are aligned, and no cell breaks the table', () => {
	expect(
		markdownTable([
			['A', 'Long head'],
			['x|y', 'two\nlines'],
		]),
	).toBe(['| A    | Long head |', '| ---- | --------- |', '| x\\|y | two lines |'].join('\n'));
});
