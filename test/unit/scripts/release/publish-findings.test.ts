import { publishFindings } from '../../../../scripts/release/publish-findings';

/** Of npm 11.19.1. */
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
