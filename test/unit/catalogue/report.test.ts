import { report as group, REPORTED_LISTS, reportFields } from '../../../vivi/catalogue/report';
import { reportItems, totalItem } from '../../../vivi/report/items';
import { generateReport } from '../../../vivi/report/report';
import type { Report } from '../../../vivi/report/types';
import { openAccount } from '../report/account';

const { fields, sample, records } = group.operations.generate.output;

test('output fields and samples are those of a real report', async () => {
	const { sandbox, clientOf } = await openAccount({ workspaces: 1 });
	try {
		const report = await generateReport(clientOf(sandbox.keys.account));
		const [workspace] = report.workspaces;
		const [total] = reportItems(report, 'html');
		const pairs = [
			[{ type: 'workspace', ...workspace }, records.fields, records.sample],
			[total!, fields, sample],
		] as const;
		for (const [real, described, shown] of pairs) {
			const names = described.map(({ name }) => name).sort();
			expect(names).toEqual(Object.keys(real).sort());
			expect(names).toEqual(Object.keys(shown).sort());
		}
		const known = new Set([...records.fields, ...fields].map(({ name }) => name));
		const items = reportItems(report, 'items').flatMap((item) => Object.keys(item));
		expect(items.filter((name) => !known.has(name))).toEqual([]);
	} finally {
		await sandbox.close();
	}
});

test("the sample's text is what its figures are rendered to", () => {
	const { type: _, since, text, ...total } = sample;
	const { type: __, ...workspace } = records.sample;
	const figures = REPORTED_LISTS;
	const report = { since, figures, total, workspaces: [workspace] } as Report;
	expect(totalItem(report, 'markdown')['text']).toBe(text);
});

test('the default format is one of the options', () => {
	const { options, default: preset } = reportFields.format;
	expect(options.map(({ value }) => value)).toContain(preset);
});
