import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { bundledLicences, type Lockfile } from './licences';

/** The file with the licence texts that goes into the zip of the Zapier app, in the folder `zapier`. */
export const LICENCE_TEXTS_FILE = 'THIRD-PARTY-LICENCES.txt';

const INTRODUCTION = `Licences of the packages that the Zapier app brings along

Made by "npm run docs:licences" from the packages that zapier/package-lock.json names.`;
const BEFORE_NAMES = '='.repeat(78);
const AFTER_NAMES = '-'.repeat(78);

interface Manifest {
	license?: string;
	author?: string | { name: string; email?: string };
}

/**
 * The licence texts of all packages that go to Zapier with the app; packages with the same text share it.
 * @param app a folder in which the packages of the lockfile are installed
 */
export function licenceTexts(lockfile: Lockfile, app: string): string {
	const names = new Map<string, string[]>();
	for (const [name, { path }] of bundledLicences(lockfile)) {
		const text = licenceText(join(app, path));
		names.set(text, [...(names.get(text) ?? []), name]);
	}
	const sections = [...names].map(([text, packages]) =>
		[BEFORE_NAMES, ...packages, AFTER_NAMES, text].join('\n'),
	);
	return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

/** What a package says of its licence: in a file of its own, in its readme, or else in its manifest. */
function licenceText(folder: string): string {
	const files = readdirSync(folder).filter((file) => statSync(join(folder, file)).isFile());
	const read = (file: string) => readFileSync(join(folder, file), 'utf8').replace(/\r\n?/g, '\n');
	const texts = files.filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).map(read);
	const readme = files.filter((file) => /^readme/i.test(file)).map(read);
	const found = texts.length > 0 ? texts : readme.flatMap(licenceSection);
	const text = found.map((one) => one.trim()).join('\n\n');
	return text || manifestLicence(JSON.parse(read('package.json')) as Manifest);
}

function licenceSection(readme: string): string[] {
	const [, section = ''] = /^#+ *licen[cs]e\b.*\n([^]*?)(?=^#|(?![^]))/im.exec(readme) ?? [];
	return /copyright/i.test(section) ? [section] : [];
}

function manifestLicence({ license, author }: Manifest): string {
	const name = typeof author === 'object' ? author.name : author;
	return `The package comes without a licence text. Its package.json names the licence ${license}${name ? ` and the author ${name}` : ''}.`;
}

/** Package (name@version) → its licence text, as the file has it. */
export function readLicenceTexts(file: string): Map<string, string> {
	const [, ...sections] = file.split(`${BEFORE_NAMES}\n`);
	return new Map(
		sections.flatMap((section) => {
			const [names = '', text = ''] = section.split(`\n${AFTER_NAMES}\n`);
			return names.split('\n').map((name) => [name, text.trim()] as const);
		}),
	);
}

/** Packages that go to Zapier without their licence text, and texts of packages that do not. */
export function licenceTextFindings(lockfile: Lockfile, zapier: string): string[] {
	const file = join(zapier, LICENCE_TEXTS_FILE);
	const texts = readLicenceTexts(existsSync(file) ? readFileSync(file, 'utf8') : '');
	const bundled = bundledLicences(lockfile);
	const advice = `zapier/${LICENCE_TEXTS_FILE}; run npm run docs:licences`;
	return [
		...[...bundled.keys()]
			.filter((name) => !texts.get(name))
			.map((name) => `${name} has no text in ${advice}`),
		...[...texts.keys()]
			.filter((name) => !bundled.has(name))
			.map((name) => `${name} is not part of the app, but has a text in ${advice}`),
	];
}
