import { reportDescription } from '../../../vivi/report/description';
import { reportItems, totalItem } from '../../../vivi/report/items';
import { generateReport } from '../../../vivi/report/report';
import { openAccount } from './account';

const { output, sample, fields } = reportDescription;

test('output fields and samples are those of a real report', async () => {
	const { sandbox, clientOf } = await openAccount({ workspaces: 1 });
	try {
		const report = await generateReport(clientOf(sandbox.keys.account));
		const [workspace] = reportItems(report, 'items');
		const [total] = reportItems(report, 'html');
		const pairs = [
			[workspace!, output.workspace, sample.workspace],
			[total!, output.total, sample.total],
		] as const;
		for (const [real, described, shown] of pairs) {
			const names = described.map(({ name }) => name).sort();
			expect(names).toEqual(Object.keys(real).sort());
			expect(names).toEqual(Object.keys(shown).sort());
		}
	} finally {
		await sandbox.close();
	}
});

test("the sample's text is what its figures are rendered to", () => {
	const { type: _, since, text, ...total } = sample.total;
	const { type: __, ...workspace } = sample.workspace;
	const report = { since, total, workspaces: [workspace] };
	expect(totalItem(report, 'markdown')['text']).toBe(text);
});

test('the default format is one of the options', () => {
	const format = fields.find(({ name }) => name === 'format');
	expect(format?.options?.map(({ value }) => value)).toContain(format?.default);
});
