import fc from 'fast-check';

import { addressTable, stepText } from '../../../../scripts/doctor/print';
import { print, printError, printJson } from '../../../../scripts/print/terminal';
import { CONTROLS, foreignText, HIDDEN_SIGNS, HONEST_NAMES } from '../../text/foreign-texts';

/** What stands on the terminal afterwards. */
function printed(run: () => void): string {
	const said: unknown[] = [];
	const spies = (['log', 'error'] as const).map((name) =>
		jest.spyOn(console, name).mockImplementation((...text: unknown[]) => void said.push(...text)),
	);
	run();
	for (const spy of spies) spy.mockRestore();
	return said.join('\n');
}

const ways: Record<string, (text: string) => void> = {
	print,
	printError,
	'printError of an error': (text) => printError(new Error(text)),
	printJson: (text) => printJson({ [text]: [text] }),
};

describe.each(Object.entries(ways))('%s', (_, way) => {
	test('sends a terminal nothing that it acts on or that hides', () => {
		fc.assert(
			fc.property(foreignText, (text) => {
				expect(printed(() => way(text)).replace(/[\n\t]/g, ' ')).not.toMatch(CONTROLS);
			}),
		);
	});

	test.each(HIDDEN_SIGNS.map((sign) => [JSON.stringify(sign), sign]))('shows no %s', (_, sign) => {
		const said = printed(() => way(`pay${sign}pal`)).replace(/[\n\t]/g, ' ');
		expect(said).not.toMatch(/[\p{C}\p{DI}]/u);
	});
});

test('lines, blanks and honest names are printed as they are', () => {
	const text = ['  indented\t| cell', '', ...HONEST_NAMES].join('\n');
	expect(printed(() => print(text))).toBe(text);
});

test('JSON says the same as before', () => {
	fc.assert(
		fc.property(fc.array(foreignText), (texts) => {
			expect(JSON.parse(printed(() => printJson(texts)))).toEqual(texts);
		}),
	);
});

describe('the doctor', () => {
	test('shows a step in one line, whatever it quotes', () => {
		const message = '1 workspace: x\n✓ Addresses: all work.\u001b[2J'.padEnd(100_000, 'x');
		const text = stepText({ name: 'Workspaces', status: 'warning', message, hint: '' });
		expect(text.split('\n')).toHaveLength(1);
		expect(text.length).toBeLessThan(1100);
		expect(text).not.toMatch(CONTROLS);
	});

	test('shows an address in one row, whatever its fields are called', () => {
		const address = {
			...{ operation: 'Agent: Get', method: 'GET', path: '/agents', source: 'assumed' as const },
			...{ result: 'works' as const, status: null, remark: '', missingFields: [] },
		};
		const table = addressTable([{ ...address, newFields: ['a\n| Fake | row |', '\u001b[31m'] }]);
		expect(table.split('\n')).toHaveLength(3);
		expect(table.replace(/\n/g, '')).not.toMatch(CONTROLS);
	});
});
