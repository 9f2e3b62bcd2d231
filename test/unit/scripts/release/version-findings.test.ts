import {
	placeholders,
	publishFindings,
	versionFindings,
} from '../../../../scripts/release/version-findings';

const changelog = '# Changelog\n\n## 1.2.0\n\n- New.\n\n## 1.1.0\n\n- Old.\n';

test.each([undefined, 'v1.2.0'])('a version that is the newest in the CHANGELOG, tag %s', (tag) => {
	expect(versionFindings({ version: '1.2.0' }, changelog, tag)).toEqual([]);
});

test.each([
	['1.1.0', undefined, 'package.json says 1.1.0, but the newest version in CHANGELOG.md is 1.2.0.'],
	['1.3.0', undefined, "CHANGELOG.md has no heading '## 1.3.0'."],
	['1.2.0', 'v1.2.1', 'The tag is v1.2.1, but package.json says 1.2.0; it should be v1.2.0.'],
	['1.2.0', '1.2.0', 'The tag is 1.2.0, but package.json says 1.2.0; it should be v1.2.0.'],
])('%s with the tag %s', (version, tag, finding) => {
	expect(versionFindings({ version }, changelog, tag)).toEqual([finding]);
});

test('a version with a label, which Zapier would not promote', () => {
	const [finding] = versionFindings({ version: '1.2.0-beta.1' }, changelog);
	expect(finding).toContain('not of the form 1.2.3');
});

const manifest = {
	version: '1.0.0',
	homepage: 'https://github.com/acme/vivi#readme',
	author: { name: 'Acme', email: 'npm@acme.test' },
	repository: { url: 'git+https://github.com/acme/vivi.git' },
	bugs: { url: 'https://github.com/acme/vivi/issues' },
};

test('no placeholder', () => expect(placeholders(manifest)).toEqual([]));

test('each placeholder by its field', () => {
	const url = 'https://github.com/vivi-connectors/vivi-connectors';
	expect(
		placeholders({
			...manifest,
			homepage: `${url}#readme`,
			author: { name: 'VIVI Connectors', email: 'maintainers@vivi-connectors.example' },
			repository: { url: `git+${url}.git` },
			bugs: { url: `${url}/issues` },
		}),
	).toEqual(['homepage', 'author.email', 'repository.url', 'bugs.url']);
});

/** npm 11.19.1 says this. */
const TAKEN =
	'npm publish --dry-run --access public: npm notice total files: 1\nnpm error You cannot publish over the previously published versions: 1.2.3.';
const OTHER = 'npm publish --dry-run --access public: npm error 402 Payment Required';

test('nothing found is nothing', () =>
	expect(publishFindings([])).toEqual({ findings: [], isThere: false }));

test('a version that npm has already can still go to Zapier', () =>
	expect(publishFindings([TAKEN])).toEqual({ findings: [], isThere: true }));

test('it cannot be published on npm a second time', () =>
	expect(publishFindings([TAKEN], 'v1.2.3')).toEqual({ findings: [TAKEN], isThere: true }));

test.each([undefined, 'v1.2.3'])('anything else stands in the way, tag %s', (tag) =>
	expect(publishFindings([OTHER], tag)).toEqual({ findings: [OTHER], isThere: false }),
);
