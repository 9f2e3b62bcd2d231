import { judge } from '../../../../scripts/bench/figure';
import { toMarkdown, toResults } from '../../../../scripts/bench/results';

const machine = {
	...{ cpu: 'A processor', cores: 2, memoryGiB: 4, system: 'linux 6', node: '24.0.0' },
	...{ n8n: '2.0.0', load: 0.1 },
};
const figure = (name: string, atMost: number) =>
	judge({
		...{ name, unit: 'ms', what: 'A thing is done.', notes: ['a fact'] },
		ours: { who: 'ours', values: [10, 30, 20] },
		peers: [{ who: 'theirs', values: [20, 60, 80], target: { atMost } }],
	});

test('what missed its target is named on top, and stands with its value', () => {
	const verdicts = [figure('Quick', 0.5), figure('Slow', 0.4)];
	const results = toResults(machine, [{ name: 'speed', what: 'Done twice.', verdicts }]);
	expect(results.missed).toEqual(['Slow']);
	const text = toMarkdown(results);
	expect(text).toContain('Missed: Slow.');
	expect(text).toContain('| A processor, 2 cores |');
	const rows = text.split('\n').filter((line) => line.startsWith('| theirs'));
	expect(rows.map((row) => row.split('|').map((cell) => cell.trim()))).toEqual([
		['', 'theirs', '3', '60', '20–80', '0.500 (0.250–0.500)', '≤ 0.5', 'met', ''],
		['', 'theirs', '3', '60', '20–80', '0.500 (0.250–0.500)', '≤ 0.4', 'missed', ''],
	]);
	expect(text).toContain('A thing is done.');
	expect(text).toContain('- a fact');
});

test('where all is met it says so', () => {
	const benches = [{ name: 'speed', what: 'Done.', verdicts: [figure('Quick', 0.5)] }];
	expect(toMarkdown(toResults(machine, benches))).toContain('Every target is met.');
});
