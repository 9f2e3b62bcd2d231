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
 * What stands in the way of releasing this version: it must be a plain one and the first in
 * CHANGELOG.md, and the tag, where there is one already, must name it.
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

/** The account name and the mail domain that stand in package.json until there is an owner. */
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
