import { changelogVersions, releaseNotes } from '../../../../scripts/release/changelog';

const changelog = `# Changelog

## Unreleased

- Not out yet.

## 1.10.0 (2026-11-20)

- Ten.

### For those who update

- Read this.

## v1.1.0

- One.

## 1.0.0
`;

test('the versions, newest first as they stand there', () => {
	expect(changelogVersions(changelog)).toEqual(['1.10.0', '1.1.0', '1.0.0']);
});

test.each([
	['1.10.0', '- Ten.\n\n### For those who update\n\n- Read this.'],
	['1.1.0', '- One.'],
])('the notes of %s', (version, notes) => {
	expect(releaseNotes(changelog, version)).toBe(notes);
});

test.each([
	['2.0.0', "CHANGELOG.md has no heading '## 2.0.0'."],
	['1.0.0', "CHANGELOG.md says nothing under '## 1.0.0'."],
	// The start of another version's number is none of its own.
	['1.1', "CHANGELOG.md has no heading '## 1.1'."],
])('no notes of %s', (version, message) => {
	expect(() => releaseNotes(changelog, version)).toThrow(message);
});

test('the section of a pre-release does not count for the release', () => {
	const before =
		'# Changelog\n\n## 2.0.0-beta.1\n\n- Tried out.\n\n## 1.0.0 - 2026-11-20\n\n- One.\n';
	expect(() => releaseNotes(before, '2.0.0')).toThrow("CHANGELOG.md has no heading '## 2.0.0'.");
	expect(changelogVersions(before)).toEqual(['1.0.0']);
	expect(releaseNotes(before, '1.0.0')).toBe('- One.');
});
