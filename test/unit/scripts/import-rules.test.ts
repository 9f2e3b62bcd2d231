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

const base = {
	'vivi/errors.ts': 'export class ViviError extends Error {}\n',
	'vivi/http/json.ts': "import { ViviError } from '../errors';\nexport const a = ViviError;\n",
	'vivi/client/client.ts': "import { a } from '../http/json';\nexport const b = a;\n",
	'nodes/Vivi/n.ts': "import { b } from '../../vivi/client/client';\nexport const n = b;\n",
	'zapier/src/z.ts': "import { b } from '../../vivi/client/client';\nexport const z = b;\n",
	'sandbox/s.ts': "import { b } from '../vivi/client/client';\nexport const s = b;\n",
};

it('imports from above to below are fine', () => expect(broken(base)).toEqual([]));

/** Files of their own, each with a rule that it breaks; no two belong to the same circle. */
const wrong: Array<[what: string, file: string, text: string, rule: string]> = [
	[
		'an import that points upwards',
		'vivi/http/up.ts',
		"import { b } from '../client/client';\nexport const up = b;\n",
		'vivi-http',
	],
	[
		'a type that points upwards',
		'vivi/http/type.ts',
		"import type { b } from '../client/client';\nexport const up = {} as typeof b;\n",
		'vivi-http',
	],
	[
		'a layer that knows its neighbour',
		'vivi/report/r.ts',
		"import { c } from '../chat/c';\nexport const r = c;\n",
		'vivi-report',
	],
	[
		'a folder of the core without a place among the layers',
		'nodes/Vivi/m.ts',
		"import { x } from '../../vivi/attic/x';\nexport const m = x;\n",
		'vivi-has-layers',
	],
	[
		'a core that is not pure',
		'vivi/http/f.ts',
		"import { readFileSync } from 'node:fs';\nexport const f = readFileSync;\n",
		'vivi-is-pure',
	],
	[
		'a core that knows a shell',
		'vivi/client/k.ts',
		"import { n } from '../../nodes/Vivi/n';\nexport const k = n;\n",
		'vivi-is-pure',
	],
	[
		'a node that knows the Zapier app',
		'nodes/Vivi/z.ts',
		"import { z } from '../../zapier/src/z';\nexport const m = z;\n",
		'n8n-shell',
	],
	[
		'a Zapier app that knows a node',
		'zapier/src/y.ts',
		"import { n } from '../../nodes/Vivi/n';\nexport const y = n;\n",
		'zapier-shell',
	],
	[
		'a sandbox that knows a shell',
		'sandbox/t.ts',
		"import { n } from '../nodes/Vivi/n';\nexport const t = n;\n",
		'sandbox-is-a-server',
	],
	[
		'a circle',
		'sandbox/a.ts',
		"import type { b } from './b';\nexport const a = {} as typeof b;\n",
		'no-circle',
	],
];
const theirs = {
	'vivi/chat/c.ts': 'export const c = 1;\n',
	'vivi/attic/x.ts': 'export const x = 1;\n',
	'sandbox/b.ts': "import { a } from './a';\nexport const b: unknown = a;\n",
};

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
