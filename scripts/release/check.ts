import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { releaseNotes } from './changelog';
import { placeholders, versionFindings, type ReleaseManifest } from './version-findings';

const root = join(__dirname, '../..');

const USAGE = `npm run release:check [-- --tag v1.2.3]

A dry run of the release: version, CHANGELOG, package, npm. Nothing is published.
With the tag of a real release, placeholders in package.json are findings too.`;

/** Ends with 1 on any finding. */
function main(): number {
	const { values } = parseArgs({
		options: { tag: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	if (values.help) {
		console.log(USAGE);
		return 0;
	}
	const read = (file: string) => readFileSync(join(root, file), 'utf8');
	const manifest = JSON.parse(read('package.json')) as ReleaseManifest;
	const changelog = read('CHANGELOG.md');

	const open = placeholders(manifest).map(
		(field) => `${field} in package.json is a placeholder, to be replaced by the owner.`,
	);
	const version = versionFindings(manifest, changelog, values.tag);
	let findings = 0;
	const report = (name: string, found: readonly string[]) => {
		console.log(`${name}: ${found.length === 0 ? 'passed' : `${found.length} findings`}`);
		for (const finding of found) console.error(`  ${finding}`);
		findings += found.length;
	};
	report('version', [...version, ...(values.tag ? open : [])]);
	report('package', run('npm', ['run', '--silent', 'check:package']));
	// Provenance comes from the workflow that publishes; all else is as it will be.
	report('npm publish, dry run', run('npm', ['publish', '--dry-run', '--access', 'public']));
	if (!values.tag) {
		for (const placeholder of open) console.log(`Before publishing: ${placeholder}`);
	}
	if (version.length === 0) {
		console.log(`\nRelease notes of ${manifest.version}:\n`);
		console.log(releaseNotes(changelog, manifest.version));
	}
	return findings === 0 ? 0 : 1;
}

/** Runs a program; what it said is the finding when it fails. */
function run(command: string, args: string[]): string[] {
	const { status, error, stdout, stderr } = spawnSync(command, args, {
		cwd: root,
		encoding: 'utf8',
	});
	if (status === 0) return [];
	return [`${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.trim()}`];
}

process.exitCode = main();
