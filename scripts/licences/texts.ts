import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { bundledLicences, type Lockfile } from './lockfile';

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
 * The licence texts of all packages that go to Zapier with the app. Packages whose texts differ only
 * in their copyright lines and layout share one text, below all these lines.
 * @param app a folder in which the packages of the lockfile are installed
 */
export function licenceTexts(lockfile: Lockfile, app: string): string {
	const alike = new Map<string, { names: string[]; texts: Set<string> }>();
	for (const [name, { path }] of bundledLicences(lockfile)) {
		const text = licenceText(join(app, path));
		const group = alike.get(gist(text)) ?? { names: [], texts: new Set() };
		group.names.push(name);
		alike.set(gist(text), { ...group, texts: group.texts.add(text) });
	}
	const sections = [...alike.values()].map(({ names, texts }) =>
		[BEFORE_NAMES, ...names, AFTER_NAMES, joined([...texts])].join('\n'),
	);
	return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const COPYRIGHT = /^\W*(?:Copyright(?! notice| and )|\(c\)|©).*$/gm;

/** The words of a licence text, without title, copyright lines and layout. */
function gist(text: string): string {
	const words = text
		.replace(COPYRIGHT, '')
		.replace(/[\s"'“”‘’*]+/g, ' ')
		.toLowerCase();
	// The beginning of MIT's text; only a title may stand before it.
	return words
		.replace(/^.{0,120}(?=permission is hereby granted)/, '')
		.replace(/\W+$/, '')
		.trim();
}

/** One text for several that are alike. */
function joined(texts: readonly string[]): string {
	const [first = '', ...others] = texts;
	if (others.length === 0) return first;
	const lines = texts.flatMap((text) => text.match(COPYRIGHT) ?? []).map((line) => line.trim());
	const body = first.replace(COPYRIGHT, '').replace(/\n{3,}/g, '\n\n');
	return `${[...new Set(lines)].join('\n')}\n\n${body.trim()}`;
}

/** A package's licence text: from a file of its own, its readme, or its manifest. */
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

/** Package (name@version) → its licence text from the file. */
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
