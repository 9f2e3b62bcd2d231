import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { zapierSteps } from '../../../scripts/docs/zapier-steps';
import { stepsOf, type App } from '../../../scripts/zapier/definition';
import definition from '../../../zapier/src';

const page = readFileSync(join(__dirname, '../../../docs/zapier.md'), 'utf8');

test("the page's table of the Zapier app is the definition's", () => {
	const [, table] = /\n(\| About .*?\n)\n/s.exec(page)!;
	expect(table!.trim()).toBe(zapierSteps(definition as App));
});

test('the table has every step', () => {
	const table = zapierSteps(definition as App);
	for (const { step } of stepsOf(definition as App)) expect(table).toContain(step.display.label);
});
