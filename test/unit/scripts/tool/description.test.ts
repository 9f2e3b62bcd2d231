import SwaggerParser from '@apidevtools/swagger-parser';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');

function describeTool(...args: string[]) {
	const script = join(root, 'scripts/tool/description.ts');
	const tsx = require.resolve('tsx/cli');
	return spawnSync(process.execPath, [tsx, script, ...args], { encoding: 'utf8' });
}

const TOOL = ['--name', 'book_slot', '--description', 'Books a slot.'];
const HOOK = 'https://hooks.zapier.com/hooks/catch/1/abc/';

it('writes a valid document for an address that Zapier gives', async () => {
	const day = ['--field', 'day:date:The day, such as 2026-11-30', '--field', 'note:text:'];
	const { stdout } = describeTool('--url', HOOK, ...TOOL, ...day, '--optional', 'note');
	const document = JSON.parse(stdout) as Record<string, unknown>;
	await SwaggerParser.validate(structuredClone(document) as never);
	expect(document).toMatchObject({
		servers: [{ url: 'https://hooks.zapier.com' }],
		paths: {
			'/hooks/catch/1/abc/': {
				post: {
					operationId: 'book_slot',
					requestBody: {
						content: {
							'application/json': {
								schema: {
									required: ['day'],
									properties: { day: { description: 'The day, such as 2026-11-30' } },
								},
							},
						},
					},
				},
			},
		},
	});
});

it.each([
	[[...TOOL], '--url must be an address'],
	[
		['--url', HOOK, '--name', 'book slot', '--description', 'x'],
		"'Tool Name' cannot be 'book slot'",
	],
	[['--url', HOOK, ...TOOL, '--field', 'day:moment:x'], "unknown type: 'moment'"],
	[['--url', `${HOOK}?key=a`, ...TOOL], "cannot have a '?'"],
	[['--url', HOOK, ...TOOL, '--optional', 'day'], '--optional names no field: day'],
])('says what is wrong with %j', (args, said) => {
	const { stderr, status } = describeTool(...args);
	expect(stderr).toContain(said);
	expect(status).toBe(1);
});
