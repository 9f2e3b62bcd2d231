import { isSince } from '../../../../scripts/n8n/versions';

test.each([
	['2.34.0', '2.34.0', true],
	['2.34.1', '2.34.0', true],
	['2.33.10', '2.33.7', true],
	['10.0.0', '2.34.0', true],
	['2.33.7', '2.34.0', false],
	['1.123.81', '2.0.0', false],
])('n8n %s, since %s: %s', (n8n, version, expected) => {
	expect(isSince(version, n8n)).toBe(expected);
});
