import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const COPIED = [
	'vivi',
	'nodes',
	'credentials',
	'zapier/src',
	'icons',
	'sandbox',
	'scripts',
	'docs',
];
const COPIED_FILES = [
	'package.json',
	'zapier/package.json',
	'tsconfig.json',
	'test/unit/docs/support',
];

/** Follows docs/adding-a-resource.md in a copy of the repository. */
let copy: string;
let found: {
	resource: object;
	operations: string[];
	fields: string[];
	searches: string[];
	events: string[];
	zapier: string[];
	schemas: string[];
	coverage: string[];
	created: { status: number; body: { id: string } };
	listed: { status: number; body: unknown };
};

beforeAll(() => {
	copy = mkdtempSync(join(tmpdir(), 'vivi-adding-a-resource-'));
	for (const part of [...COPIED, ...COPIED_FILES]) {
		cpSync(join(root, part), join(copy, part), {
			recursive: true,
			// To tsx, `Vivi.node` would mean these rather than `Vivi.node.ts`.
			filter: (file) => !file.endsWith('.node.json'),
		});
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

	const page = readFileSync(join(root, 'docs/adding-a-resource.md'), 'utf8');
	for (const [, file, text] of page.matchAll(/^`(\S+)`:\n\n```ts\n(.*?)^```$/gms)) {
		writeFileSync(join(copy, file!), text!);
	}
	for (const [, changes] of page.matchAll(/^```diff\n(.*?)^```$/gms)) {
		execFileSync('git', ['apply', '-'], { cwd: copy, input: changes! });
	}
	const output = execFileSync(
		process.execPath,
		[require.resolve('tsx/cli'), 'test/unit/docs/support/look-for-tags.ts'],
		{ cwd: copy, encoding: 'utf8' },
	);
	found = JSON.parse(output) as typeof found;
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

it('gives the resource to the n8n node, with its operations, fields and pick list', () => {
	expect(found.resource).toEqual({
		...{ name: 'Tag', value: 'tag', description: 'A word that agents are sorted by' },
	});
	expect(found.operations).toEqual(['Create', 'Delete', 'Get', 'Get Many', 'Update']);
	expect(found.fields).toEqual(
		expect.arrayContaining(['workspaceId', 'tagId', 'name', 'additionalFields', 'returnAll']),
	);
	expect(found.searches).toContain('searchTags');
});

it('gives the trigger its events', () => {
	expect(found.events).toEqual(['Tag Created', 'Tag Deleted', 'Tag Updated']);
});

it('gives the Zapier app its triggers, searches and actions', () => {
	expect(found.zapier).toEqual([
		...['New Tag', 'Updated Tag', 'Find Tag'],
		...['Create Tag', 'Delete Tag', 'Update Tag', 'Find or Create Tag'],
	]);
});

it('has output previews and rows in the coverage table', () => {
	expect(found.schemas).toHaveLength(5);
	expect(found.coverage).toHaveLength(5);
	expect(found.coverage.filter((row) => !row.includes(' assumed '))).toEqual([]);
});

it('is served by the local VIVI', () => {
	expect(found.created.status).toBe(201);
	expect(found.created.body.id).toMatch(/^tag_/);
	expect(found.listed.status).toBe(200);
	expect(JSON.stringify(found.listed.body)).toContain(found.created.body.id);
});

it('type-checks', () => {
	writeFileSync(
		join(copy, 'tsconfig.copy.json'),
		JSON.stringify({
			extends: './tsconfig.json',
			// The local VIVI is no part of the package, so the package's own settings do not name it.
			include: ['vivi/**/*.ts', 'nodes/**/*.ts', 'zapier/src/**/*.ts', 'sandbox/**/*.ts'],
		}),
	);
	const tsc = [require.resolve('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.copy.json'];
	// Whatever it finds stands in its output.
	expect(execFileSync(process.execPath, tsc, { cwd: copy, encoding: 'utf8' })).toBe('');
}, 120_000);
