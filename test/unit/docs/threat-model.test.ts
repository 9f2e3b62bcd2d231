import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './support/markdown';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** Rows of a page's tables: the attack, and the tests that are linked in the last cell. */
function rows(markdown: string) {
	return markdown
		.split('\n')
		.filter((line) => line.startsWith('|') && !/^\|[\s|-]*$/.test(line))
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter(([, attack]) => attack !== 'Attack')
		.map(([, attack, , tests]) => ({
			attack,
			tests: [...tests!.matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\)/g)].map(([, name, file]) => ({
				name: name!,
				file: file!,
			})),
		}));
}

/** What of a row nobody could look up. */
const findings = ({ tests }: ReturnType<typeof rows>[number]) => [
	...(tests.length === 0 ? ['no test'] : []),
	...tests
		.filter(({ file, name }) => !existsSync(join(root, file)) || !read(file).includes(name))
		.map(({ file, name }) => `${file}: ${name}`),
];

const page = rows(read('docs/threat-model.md'));

test('the page has its tables', () => expect(page.length).toBeGreaterThanOrEqual(20));

test.each(page)('$attack: its test is there', (row) => expect(findings(row)).toEqual([]));

test.each([
	['| An attack | An answer | none |', ['no test']],
	['| A | B | [gone](../test/gone.test.ts) |', ['test/gone.test.ts: gone']],
	['| A | B | [no such words here](../LICENSE) |', ['LICENSE: no such words here']],
])('what is missing is noticed: %s', (line, missing) => {
	expect(rows(line).flatMap(findings)).toEqual(missing);
});
