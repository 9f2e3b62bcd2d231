import { tarballFindings, type Manifest } from '../../../../scripts/check/tarball-contents';

const manifest: Manifest = {
	name: 'n8n-nodes-x',
	n8n: { nodes: ['dist/nodes/X/X.node.js'], credentials: ['dist/credentials/X.credentials.js'] },
};
const files = [
	'package.json',
	'README.md',
	'LICENSE',
	'dist/nodes/X/X.node.js',
	'dist/credentials/X.credentials.js',
	'dist/icons/x.svg',
];
const read = (file: string) =>
	file.includes('nodes') ? "icon: 'file:../../icons/x.svg'" : 'icon: "file:../icons/x.svg"';

test('a proper tarball has no finding', () => {
	expect(tarballFindings(manifest, files, read)).toEqual([]);
});

test.each([
	'vivi/auth/credentials.ts',
	'dist/tsconfig.tsbuildinfo',
	'dist/vivi/a.test.js',
	'dist/test/a.js',
	'.npmrc',
])('%s does not belong there', (file) => {
	expect(tarballFindings(manifest, [...files, file], read)).toEqual([
		`${file} does not belong there`,
	]);
});

test.each(['LICENSE', 'dist/nodes/X/X.node.js'])('%s must be there', (gone) => {
	const rest = files.filter((file) => file !== gone);
	expect(tarballFindings(manifest, rest, read)).toEqual([expect.stringContaining(gone)]);
});

test('an icon that is named must be there', () => {
	const rest = files.filter((file) => !file.endsWith('.svg'));
	expect(tarballFindings(manifest, rest, read)).toEqual([
		'dist/icons/x.svg, the icon of dist/nodes/X/X.node.js, is missing',
		'dist/icons/x.svg, the icon of dist/credentials/X.credentials.js, is missing',
	]);
});

test('dependencies and install scripts are findings', () => {
	const heavy = {
		...manifest,
		dependencies: { a: '1' },
		scripts: { postinstall: 'x', build: 'y' },
	};
	expect(tarballFindings(heavy, files, read)).toEqual([
		'package.json has dependencies',
		'package.json has the script postinstall',
	]);
});
