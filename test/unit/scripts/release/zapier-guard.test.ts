import { promoteRefusal, pushRefusal } from '../../../../scripts/release/zapier-guard';

const versions = [
	{ Version: '1.0.0', State: 'promoted', 'Zap Users': '12' },
	{ Version: '1.0.1', State: 'deprecated', 'Zap Users': '0' },
	{ Version: '1.1.0', State: 'private', 'Zap Users': '3' },
	{ Version: '1.2.0', State: 'private', 'Zap Users': null },
	{ Version: '1.3.0', State: 'private', 'Zap Users': '0' },
	{ Version: '0.0.0-preview', State: 'private', 'Zap Users': 0 },
];

test.each(['1.3.0', '1.4.0', '0.0.0-preview'])('%s may be pushed', (version) => {
	expect(pushRefusal(versions, version)).toBeUndefined();
});

test.each([
	['1.0.0', 'Version 1.0.0 is promoted at Zapier. Raise the version'],
	['1.0.1', 'Version 1.0.1 is deprecated at Zapier.'],
	['1.1.0', 'Version 1.1.0 has 3 Zap users'],
	['1.2.0', 'Zapier is still counting'],
])('%s may not be pushed again', (version, reason) => {
	expect(pushRefusal(versions, version)).toContain(reason);
});

test('a private version can be promoted, whoever uses it', () => {
	expect(promoteRefusal(versions, '1.1.0')).toBeUndefined();
});

test.each([
	['1.0.0', 'Version 1.0.0 is promoted at Zapier.'],
	['2.0.0', 'Version 2.0.0 has not been pushed to Zapier yet.'],
])('%s cannot be promoted', (version, reason) => {
	expect(promoteRefusal(versions, version)).toBe(reason);
});
