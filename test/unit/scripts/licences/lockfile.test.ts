import {
	licenceFindings,
	licenceList,
	lockfileFindings,
} from '../../../../scripts/licences/lockfile';

const lockfile = {
	packages: {
		'': {},
		'node_modules/a': { version: '1.0.0', license: 'MIT', integrity: 'sha512-a' },
		'node_modules/a/node_modules/b': {
			version: '2.0.0',
			license: 'GPL-3.0',
			integrity: 'sha512-b',
		},
		'node_modules/c': { version: '1.0.0' },
		'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0', dev: true, integrity: 'sha512-t' },
	},
};

test('names packages whose licence is not known to be free, tools left out', () => {
	expect(licenceFindings(lockfile)).toEqual([
		"b@2.0.0 has the licence 'GPL-3.0', which is not on the list",
		"c@1.0.0 has the licence 'none', which is not on the list",
	]);
});

test('lists what is passed on, by licence', () => {
	expect(licenceList(lockfile)).toEqual(['GPL-3.0: b@2.0.0', 'MIT: a@1.0.0', 'none: c@1.0.0']);
});

test('names what a lockfile does not pin', () => {
	expect(lockfileFindings(lockfile)).toEqual([
		'node_modules/c is not pinned by a version and a checksum',
	]);
});
