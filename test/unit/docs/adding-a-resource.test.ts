import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { JsonObject } from '../../../vivi/http/json';

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
	'test/n8n/support',
	'test/zapier/support',
];

interface Found {
	resource: object;
	operations: string[];
	fields: string[];
	searches: string[];
	chatOperations: string[];
	ratingFields: string[];
	events: string[];
	zapier: string[];
	paths: string[];
	schemas: string[];
	coverage: string[];
	/** What each of them gives in one of the connectors. */
	n8nRuns: Record<'created' | 'listed' | 'rated', JsonObject[]>;
	zapierRuns: { created: JsonObject; found: JsonObject[]; rated: JsonObject };
}

/** Follows docs/adding-a-resource.md in a copy of the repository. */
let copy: string;
let found: Found;

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
		[require.resolve('tsx/cli'), 'test/unit/docs/support/look-for-additions.ts'],
		{ cwd: copy, encoding: 'utf8' },
	);
	// n8n may say something of its own before.
	found = JSON.parse(output.trim().split('\n').at(-1)!) as Found;
}, 120_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the resource', () => {
	it('is in the n8n node, with its operations, fields and pick list', () => {
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

	it('has output previews, addresses and rows in the coverage table', () => {
		const rows = found.coverage.filter((line) => line.includes(' …/tags'));
		expect(found.schemas.filter((file) => file.startsWith('tag/'))).toHaveLength(5);
		expect(found.paths.filter((path) => path.includes('/tags'))).toHaveLength(2);
		expect(rows).toHaveLength(5);
		expect(rows.filter((row) => !row.includes(' assumed '))).toEqual([]);
	});

	it('runs in both connectors', () => {
		const { created, listed } = found.n8nRuns;
		expect(created).toEqual([expect.objectContaining({ name: 'Returns' })]);
		expect(created[0]!['id']).toMatch(/^tag_/);
		expect(listed).toContainEqual(expect.objectContaining({ id: created[0]!['id'] }));
		expect(found.zapierRuns.found).toEqual([
			expect.objectContaining({ id: found.zapierRuns.created['id'], name: 'Refunds' }),
		]);
	});
});

describe('the chat endpoint', () => {
	it('is in the n8n node, with its fields', () => {
		expect(found.chatOperations).toContain('Rate Answer');
		expect(found.ratingFields).toEqual(['threadId', 'rating', 'additionalFields']);
	});

	it('has an output preview, an address and a row in the coverage table', () => {
		const rows = found.coverage.filter((line) => line.startsWith('| Rate Answer, '));
		expect(found.schemas).toContain('chat/rateAnswer.json');
		expect(found.paths).toContain('/channelsApi/{channelId}/ratings');
		expect(rows).toEqual([expect.stringMatching(/ assumed .*`rate_answer`/)]);
	});

	it('runs in both connectors', () => {
		const received = { threadId: 't1', rating: 'good' };
		expect(found.n8nRuns.rated).toEqual([{ success: true, received }]);
		expect(found.zapierRuns.rated).toMatchObject({
			success: true,
			received: { threadId: 't1', rating: 'bad', comment: 'Too long' },
		});
	});
});

it('the Zapier app has triggers, searches and actions for both', () => {
	expect(found.zapier).toEqual([
		...['New Tag', 'Updated Tag', 'Find Tag'],
		...['Create Tag', 'Delete Tag', 'Update Tag', 'Rate Answer', 'Find or Create Tag'],
	]);
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
