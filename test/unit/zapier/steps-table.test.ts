import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { markdownTable } from '../../../scripts/print/markdown-table';
import { KINDS, type App } from '../../../scripts/zapier/definition';
import definition from '../../../zapier/src';

const page = readFileSync(join(__dirname, '../../../docs/zapier.md'), 'utf8');

const listed = (labels: Iterable<string>) => [...labels].sort().join(', ') || '–';

/** The table of the Zapier app's steps in docs/zapier.md, a row for each thing they are about. */
function zapierSteps(app: App): string {
	const searchOrCreates = Object.values(app.searchOrCreates ?? {});
	const nouns = new Set(
		KINDS.flatMap((kind) => Object.values(app[kind] ?? {}).map(({ noun }) => noun)),
	);
	const rows = [...nouns].sort().map((noun) => {
		const labels = KINDS.map((kind) =>
			Object.values(app[kind] ?? {})
				.filter((step) => step.noun === noun && !step.display.hidden)
				.map(({ display }) => display.label),
		);
		const [triggers, searches, creates] = labels as [string[], string[], string[]];
		const both = searchOrCreates
			.filter(({ search }) => app.searches?.[search]?.noun === noun)
			.map(({ display }) => display.label);
		return [`**${noun}**`, listed(triggers), listed([...searches, ...both]), listed(creates)];
	});
	return markdownTable([['About', 'Triggers', 'Searches', 'Actions'], ...rows]);
}

test("the page's table of the Zapier app is the definition's", () => {
	const [, table] = /\n(\| About .*?\n)\n/s.exec(page)!;
	expect(table!.trim()).toBe(zapierSteps(definition as App));
});
