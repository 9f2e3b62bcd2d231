import { readFileSync } from 'node:fs';

import { API_COVERAGE_FILE, apiCoverage } from '../../../../scripts/docs/api-coverage';
import { resources } from '../../../../vivi/catalogue';

test('docs/api-coverage.md is up to date; run npm run docs:coverage', () => {
	expect(readFileSync(API_COVERAGE_FILE, 'utf8')).toBe(apiCoverage());
});

test('every operation has a row, with its source', () => {
	const rows = apiCoverage()
		.split('\n')
		.filter((line) => line.includes('`/accounts/'))
		.map((line) => line.split('|').map((cell) => cell.trim()));
	expect(rows.map((cells) => cells.slice(1, 6))).toEqual(
		resources.flatMap(({ label, operations }) =>
			Object.values(operations).map((operation) => [
				label,
				operation.label,
				operation.method,
				`\`${operation.path}\``,
				operation.source,
			]),
		),
	);
});
