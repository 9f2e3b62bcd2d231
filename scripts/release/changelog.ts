/**
 * Headings of released versions, as Zapier's command line finds them too: `## 1.2.3`, maybe with a date.
 * What stands under `## 1.2.3-beta.1` is about another version.
 */
const VERSION_HEADING = /^## v?(\d+\.\d+\.\d+)(?![\w.+-])/;

/** The versions that CHANGELOG.md has a section for, in its order. */
export function changelogVersions(changelog: string): string[] {
	return changelog
		.split('\n')
		.map((line) => VERSION_HEADING.exec(line)?.[1])
		.filter((version) => version !== undefined);
}

/**
 * What CHANGELOG.md says of a version, without its heading.
 * @throws Error when it has no section of that version, or an empty one
 */
export function releaseNotes(changelog: string, version: string): string {
	const lines = changelog.split('\n');
	const start = lines.findIndex((line) => VERSION_HEADING.exec(line)?.[1] === version);
	if (start === -1) throw new Error(`CHANGELOG.md has no heading '## ${version}'.`);
	const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '));
	const end = length === -1 ? lines.length : start + 1 + length;
	const notes = lines
		.slice(start + 1, end)
		.join('\n')
		.trim();
	if (notes === '') throw new Error(`CHANGELOG.md says nothing under '## ${version}'.`);
	return notes;
}
