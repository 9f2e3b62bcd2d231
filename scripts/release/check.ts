import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import App from '../../zapier/src';
import type { App as Definition } from '../zapier/definition';
import { announcesBreaking, breakingChanges } from './breaking-changes';
import { releaseNotes } from './changelog';
import {
	placeholders,
	publishFindings,
	versionFindings,
	type ReleaseManifest,
} from './version-findings';
import { interfaceOf, lastRelease, type ZapierInterface } from './zapier-interface';
import { print, printFindings } from '../print/terminal';

const root = join(__dirname, '../..');

const USAGE = `npm run release:check [-- --tag v1.2.3]

A dry run of the release: version, CHANGELOG, package, npm, Zapier's checks, and what would break
Zaps made with the last release. Nothing is published.
With the tag of a real release, placeholders in package.json are findings too.`;

/** Ends with code 1 on any finding. */
function main(): void {
	const { values } = parseArgs({
		options: { tag: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	if (values.help) {
		print(USAGE);
		return;
	}
	const read = (file: string) => readFileSync(join(root, file), 'utf8');
	const manifest = JSON.parse(read('package.json')) as ReleaseManifest;
	const changelog = read('CHANGELOG.md');

	const open = placeholders(manifest).map(
		(field) => `${field} in package.json is a placeholder, to be replaced by the owner.`,
	);
	const version = versionFindings(manifest, changelog, values.tag);
	const { version: zapierVersion } = JSON.parse(read('zapier/package.json')) as { version: string };
	if (zapierVersion !== manifest.version) {
		version.push(`zapier/package.json says ${zapierVersion}, package.json ${manifest.version}.`);
	}
	printFindings('version', [...version, ...(values.tag ? open : [])]);
	printFindings('package', run('npm', ['run', '--silent', 'check:package']));
	// As in the release, but without the provenance, which the publishing workflow adds.
	const publish = publishFindings(
		run('npm', ['publish', '--dry-run', '--access', 'public']),
		values.tag,
	);
	printFindings('npm publish, dry run', publish.findings);
	if (publish.isThere) print(`npm has version ${manifest.version} already.`);
	printFindings('Zapier app', run('npm', ['run', '--silent', 'check:zapier']));
	printFindings('Zaps made with the last release', zapFindings(lastRelease()));
	if (!values.tag) {
		for (const placeholder of open) print(`Before publishing: ${placeholder}`);
	}
	if (version.length === 0) {
		print(`\nRelease notes of ${manifest.version}:\n`);
		print(releaseNotes(changelog, manifest.version));
	}
}

/** The changes that break Zaps; none if a new major version announces them. */
function zapFindings(last: ZapierInterface | undefined): string[] {
	if (!last) {
		print('No release has been recorded yet, so there are no Zaps to break.');
		return [];
	}
	const now = interfaceOf(App as Definition);
	return announcesBreaking(last.version, now.version) ? [] : breakingChanges(last, now);
}

/** Runs a program. If it fails, its output is the finding. */
function run(command: string, args: string[]): string[] {
	const { status, error, stdout, stderr } = spawnSync(command, args, {
		cwd: root,
		encoding: 'utf8',
	});
	if (status === 0) return [];
	return [`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.trim()}`];
}

main();
