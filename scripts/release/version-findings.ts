import { changelogVersions, releaseNotes } from './changelog';

/** The part of package.json that a release depends on. */
export interface ReleaseManifest {
	version: string;
	homepage: string;
	author: { name: string; email: string };
	repository: { url: string };
	bugs: { url: string };
}

/** Zapier promotes plain versions only, none with a label such as `-beta.1`. */
const PLAIN_VERSION = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){2}$/;

/**
 * Why this version cannot be released. It must be a plain version and the first in CHANGELOG.md; if there is a
 * tag, the tag must name it.
 */
export function versionFindings(
	{ version }: Pick<ReleaseManifest, 'version'>,
	changelog: string,
	tag?: string,
): string[] {
	const findings: string[] = [];
	if (!PLAIN_VERSION.test(version)) {
		findings.push(
			`The version ${version} of package.json is not of the form 1.2.3; Zapier promotes no other.`,
		);
	}
	try {
		releaseNotes(changelog, version);
		const [newest] = changelogVersions(changelog);
		if (newest !== version) {
			findings.push(
				`package.json says ${version}, but the newest version in CHANGELOG.md is ${newest}.`,
			);
		}
	} catch (error) {
		findings.push((error as Error).message);
	}
	if (tag !== undefined && tag !== `v${version}`) {
		findings.push(`The tag is ${tag}, but package.json says ${version}; it should be v${version}.`);
	}
	return findings;
}

/** npm's words for a version that it has. npm says so in a dry run since version 11 (lib/commands/publish.js). */
const IS_THERE = /cannot publish over the previously published version/i;

/**
 * The findings of a dry run of `npm publish`. Zapier gets a version after npm has it (docs/releasing.md). So a
 * version that npm has is a finding only in the release on npm, which is the one with a tag.
 */
export function publishFindings(
	said: readonly string[],
	tag?: string,
): { findings: string[]; isThere: boolean } {
	const isThere = said.some((text) => IS_THERE.test(text));
	const findings = said.filter((text) => tag !== undefined || !IS_THERE.test(text));
	return { findings, isThere };
}

/** package.json holds this account name and mail domain until the repository has an owner. */
const PLACEHOLDER = /\.example\b|\/vivi-connectors\/vivi-connectors\b/;

/** The fields of package.json that still hold a placeholder. */
export function placeholders(manifest: ReleaseManifest): string[] {
	const { homepage, author, repository, bugs } = manifest;
	const values = {
		...{ homepage, 'author.email': author.email },
		...{ 'repository.url': repository.url, 'bugs.url': bugs.url },
	};
	return Object.entries(values)
		.filter(([, value]) => PLACEHOLDER.test(value))
		.map(([field]) => field);
}
