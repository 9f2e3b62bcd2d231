import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import {
	LICENCE_TEXTS_FILE,
	licenceTextFindings,
	licenceTexts,
	readLicenceTexts,
} from '../../../../scripts/licences/texts';

let app: string;
beforeEach(() => (app = mkdtempSync(join(tmpdir(), 'vivi-licences-'))));
afterEach(() => rmSync(app, { recursive: true }));

const lockfile = {
	packages: {
		'': {},
		'node_modules/file': { version: '1.0.0', license: 'MIT' },
		'node_modules/file/node_modules/@scope/same': { version: '2.0.0', license: 'MIT' },
		'node_modules/readme': { version: '1.0.0', license: 'MIT' },
		'node_modules/none': { version: '1.0.0', license: 'ISC' },
		'node_modules/tool': { version: '1.0.0', license: 'MIT', dev: true },
	},
};

function write(files: Record<string, string>): void {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(dirname(join(app, name)), { recursive: true });
		writeFileSync(join(app, name), text);
	}
}

function install(): void {
	write({
		'node_modules/file/LICENSE.md': 'MIT\r\n\r\nCopyright A\r\n',
		'node_modules/file/NOTICE': 'Uses B',
		'node_modules/file/node_modules/@scope/same/licence': 'MIT\n\nCopyright A\n\nUses B',
		'node_modules/readme/readme.md': '# readme\n## License\n(MIT)\nCopyright C\n## More\nEnd',
		'node_modules/none/README.md': '## License\nSee the web.',
		'node_modules/none/package.json': '{ "license": "ISC", "author": { "name": "D" } }',
	});
}

test('are what the packages bring along, of which the same is written once', () => {
	install();
	const file = licenceTexts(lockfile, app);
	expect([...readLicenceTexts(file)]).toEqual([
		['file@1.0.0', 'MIT\n\nCopyright A\n\nUses B'],
		['@scope/same@2.0.0', 'MIT\n\nCopyright A\n\nUses B'],
		['readme@1.0.0', '(MIT)\nCopyright C'],
		[
			'none@1.0.0',
			'The package comes without a licence text. Its package.json names the licence ISC and the author D.',
		],
	]);
	expect(file.match(/Copyright A/g)).toHaveLength(1);
});

test('that differ in their copyright lines and layout only are one, under all these lines', () => {
	install();
	write({
		'node_modules/file/NOTICE': '',
		'node_modules/file/LICENSE.md':
			'MIT License\n\nCopyright (c) A\n\nPermission is hereby granted to "use"\nit.',
		'node_modules/file/node_modules/@scope/same/licence':
			'(c) B\nCopyright C\nPermission is hereby granted to use it.',
	});
	const texts = readLicenceTexts(licenceTexts(lockfile, app));
	const one =
		'Copyright (c) A\n(c) B\nCopyright C\n\nMIT License\n\nPermission is hereby granted to "use"\nit.';
	expect([texts.get('file@1.0.0'), texts.get('@scope/same@2.0.0')]).toEqual([one, one]);
});

test('that are missing, or of a package that has gone, are findings', () => {
	install();
	write({ [LICENCE_TEXTS_FILE]: licenceTexts(lockfile, app) });
	expect(licenceTextFindings(lockfile, app)).toEqual([]);
	const packages = { ...lockfile.packages, 'node_modules/none': { version: '1.0.1' } };
	expect(licenceTextFindings({ packages }, app)).toEqual([
		`none@1.0.1 has no text in zapier/${LICENCE_TEXTS_FILE}; run npm run docs:licences`,
		`none@1.0.0 is not part of the app, but has a text in zapier/${LICENCE_TEXTS_FILE}; run npm run docs:licences`,
	]);
});

test('are all missing where there is no file', () => {
	expect(licenceTextFindings(lockfile, app)).toHaveLength(4);
});
