import { readFileSync } from 'node:fs';

import { API_COVERAGE_FILE, apiCoverage } from '../../../../scripts/docs/api-coverage';
import { resources } from '../../../../vivi/catalogue';
import { WORKSPACE_PATH } from '../../../../vivi/catalogue/paths';

test('docs/api-coverage.md is up to date; run npm run docs:coverage', () => {
	expect(readFileSync(API_COVERAGE_FILE, 'utf8')).toBe(apiCoverage());
});

test.each(resources)('every operation of $label has a row, with its source', (resource) => {
	const [, section] = new RegExp(`^## ${resource.label}\n([^]*?)(?=^## )`, 'm').exec(
		apiCoverage(),
	)!;
	const rows = section!
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.filter((cells) => cells[2]?.startsWith('`'));
	expect(rows.map((cells) => cells.slice(1, 4))).toEqual(
		Object.values(resource.operations).map(({ label, name, method, path, source }) => [
			`${label}, \`${name}\``,
			`\`${method} ${path.replace(`${WORKSPACE_PATH}/`, '…/')}\``,
			source,
		]),
	);
});
