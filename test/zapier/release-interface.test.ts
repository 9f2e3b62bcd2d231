import { execFileSync } from 'node:child_process';
import { join, relative } from 'node:path';

import { breakingChanges } from '../../scripts/release/breaking-changes';
import { interfaceOf, LAST_RELEASE_FILE } from '../../scripts/release/zapier-interface';
import type { App as Definition } from '../../scripts/zapier/definition';
import App from '../../zapier/src';

const app = App as Definition;
const now = interfaceOf(app);

it('has every step of the app, with what it asks for and gives', () => {
	for (const kind of ['triggers', 'searches', 'creates'] as const) {
		expect(Object.keys(now[kind]).sort()).toEqual(Object.keys(app[kind] ?? {}).sort());
	}
	expect(now.authentication.fields['client_secret']).toBeDefined();
	expect(now.creates['create_agent']!.inputs['name']).toMatchObject({ required: true });
	expect(now.triggers['new_agent']!.outputs).toEqual(expect.arrayContaining(['id', 'name']));
});

it('is the same after it was recorded', () => {
	expect(breakingChanges(JSON.parse(JSON.stringify(now)) as typeof now, now)).toEqual([]);
});

it('is committed as it was recorded, however it is laid out', () => {
	const root = join(__dirname, '../..');
	const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
	const args = [prettier, '--file-info', relative(root, LAST_RELEASE_FILE)];
	const said = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
	expect(JSON.parse(said)).toMatchObject({ ignored: true });
});

it.each(['triggers', 'searches', 'creates'] as const)('one of the %s less is noticed', (kind) => {
	for (const key of Object.keys(now[kind])) {
		const { [key]: _gone, ...others } = now[kind];
		const changes = breakingChanges(now, { ...now, [kind]: others });
		expect(changes).toEqual(
			now[kind][key]!.hidden ? [] : [expect.stringContaining(` ${key} was removed`)],
		);
	}
});
