import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** The rules that the imports of these files break, by the file that breaks them. */
function broken(files: Record<string, string>): Array<[from: string, rule: string]> {
	const folder = mkdtempSync(join(tmpdir(), 'import-rules-'));
	try {
		for (const name of ['.dependency-cruiser.cjs', 'tsconfig.check.json', 'tsconfig.json']) {
			copyFileSync(join(root, name), join(folder, name));
		}
		for (const [name, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, name)), { recursive: true });
			writeFileSync(join(folder, name), text);
		}
		const { stdout, stderr } = spawnSync(
			process.execPath,
			[cruiser, ...new Set(Object.keys(files).map((name) => name.split('/')[0]!))].concat(
				...['--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
			),
			{ cwd: folder, encoding: 'utf8' },
		);
		expect(stderr).toBe('');
		const { summary } = JSON.parse(stdout) as {
			summary: { violations: Array<{ from: string; rule: { name: string } }> };
		};
		return summary.violations.map(({ from, rule }) => [from, rule.name]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** The text of a file that imports from another one. */
const using = (file: string, kind = 'import') =>
	`${kind} { own as other } from '${file}';\nexport const own = {} as typeof other;\n`;
const alone = 'export const own = 1;\n';

const base = {
	'vivi/errors.ts': alone,
	'vivi/http/json.ts': using('../errors'),
	'vivi/client/client.ts': using('../http/json'),
	'nodes/Vivi/n.ts': using('../../vivi/client/client'),
	'zapier/src/z.ts': using('../../vivi/client/client'),
	'sandbox/s.ts': using('../vivi/client/client'),
};

it('imports from above to below are fine', () => expect(broken(base)).toEqual([]));

/** Files of their own, each with a rule that it breaks; no two belong to the same circle. */
const wrong: Array<[what: string, file: string, text: string, rule: string]> = [
	['an import that points upwards', 'vivi/http/up.ts', using('../client/client'), 'vivi-http'],
	[
		...(['a type that points upwards', 'vivi/http/type.ts'] as const),
		...([using('../client/client', 'import type'), 'vivi-http'] as const),
	],
	['a layer that knows its neighbour', 'vivi/report/r.ts', using('../chat/c'), 'vivi-report'],
	[
		...(['a folder of the core without a place among the layers', 'nodes/Vivi/m.ts'] as const),
		...([using('../../vivi/attic/x'), 'vivi-has-layers'] as const),
	],
	['a core that is not pure', 'vivi/http/f.ts', using('node:fs'), 'vivi-is-pure'],
	['a core that knows a shell', 'vivi/client/k.ts', using('../../nodes/Vivi/n'), 'vivi-is-pure'],
	['a node that knows the Zapier app', 'nodes/Vivi/z.ts', using('../../zapier/src/z'), 'n8n-shell'],
	[
		'a Zapier app that knows a node',
		'zapier/src/y.ts',
		using('../../nodes/Vivi/n'),
		'zapier-shell',
	],
	['a sandbox that knows a shell', 'sandbox/t.ts', using('../nodes/Vivi/n'), 'sandbox-is-a-server'],
	['a circle', 'sandbox/a.ts', using('./b', 'import type'), 'no-circle'],
];
const theirs = { 'vivi/chat/c.ts': alone, 'vivi/attic/x.ts': alone, 'sandbox/b.ts': using('./a') };

describe('what is made up', () => {
	let found: Array<[string, string]>;
	beforeAll(() => {
		const files = Object.fromEntries(wrong.map(([, file, text]) => [file, text]));
		found = broken({ ...base, ...theirs, ...files });
	});
	it.each(wrong)('%s is found', (_, file, _text, rule) => {
		expect(found).toContainEqual([file, rule]);
	});
	it('nothing else is found', () => expect(found).toHaveLength(wrong.length));
});
