import { readFileSync } from 'node:fs';

import { FAULTS_FILE, faultsDocument } from '../../scripts/docs/faults';

test('docs/faults.md is up to date; run npm run docs:faults', async () => {
	expect(readFileSync(FAULTS_FILE, 'utf8')).toBe(await faultsDocument());
}, 300_000);
