import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import App from '../../zapier/src';
import { createHandler } from '../../scripts/zapier/handler';

describe('the definition', () => {
	it("passes Zapier's own schema", async () => {
		const { results } = await createHandler(App)({ command: 'validate' });

		expect(results).toEqual([]);
	});

	it('is sure to leave input as it came, for the app and for each step', () => {
		const { triggers, searches, creates } = App;
		const steps = [triggers, searches, creates].flatMap((ones) => Object.values(ones));

		expect(App.flags.cleanInputData).toBe(false);
		expect(steps.filter(({ operation }) => operation.cleanInputData !== false)).toEqual([]);
	});

	it('names no address of VIVI by itself: those are in the catalogue alone', () => {
		const folder = join(__dirname, '../../zapier/src');
		const files = globSync('**/*.ts', { cwd: folder });
		const addresses = /['"`]\/accounts|vivi\.bot|channelsApi|knowledge-bases|oauth\/token/;

		expect(files.length).toBeGreaterThan(20);
		expect(
			files.filter((file) => addresses.test(readFileSync(join(folder, file), 'utf8'))),
		).toEqual([]);
	});
});
