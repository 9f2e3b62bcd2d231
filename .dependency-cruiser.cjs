/**
 * What may import what; `npm run check:imports` says what does otherwise. The folders of the core, from
 * the bottom up: a folder imports from those before it in this list, and those in one line know nothing of
 * each other.
 */
const layers = [
	['text'],
	['http'],
	['address'],
	['catalogue'],
	['error-texts'],
	['input'],
	['auth'],
	['client'],
	['openapi', 'chat', 'changes', 'report', 'tool', 'progress'],
	['run'],
];

const folders = (names) => `^vivi/(${names.join('|')})/`;
/** The base of all errors imports nothing, and everybody may import it. */
const ERRORS = '^vivi/errors[.]ts$';

const upwards = layers.flatMap((names, at) =>
	names.map((name) => ({
		name: `vivi-${name}`,
		comment: `vivi/${name} imports from the layers below it, see the list in .dependency-cruiser.cjs.`,
		severity: 'error',
		from: { path: folders([name]) },
		to: {
			path: '^vivi/',
			pathNot: [folders([name, ...layers.slice(0, at).flat()]), ERRORS],
		},
	})),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		...upwards,
		{
			name: 'no-circle',
			comment: 'Files that import each other cannot be read one after the other.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'vivi-has-layers',
			comment: 'A folder of the core has its place in the list of layers.',
			severity: 'error',
			from: {},
			to: { path: '^vivi/[^/]+/', pathNot: folders(layers.flat()) },
		},
		{
			name: 'vivi-errors-alone',
			comment: 'vivi/errors.ts is the bottom of all layers.',
			severity: 'error',
			from: { path: ERRORS },
			to: {},
		},
		{
			name: 'vivi-is-pure',
			comment: 'The core imports nothing but its own files and node:crypto.',
			severity: 'error',
			from: { path: '^vivi/' },
			to: { pathNot: ['^vivi/', '^(node:)?crypto$'] },
		},
		{
			name: 'n8n-shell',
			comment: 'The nodes and credentials import the core and n8n-workflow.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: {
				pathNot: ['^(nodes|credentials|vivi)/', '(^|/)node_modules/n8n-workflow/'],
				dependencyTypesNot: ['core'],
			},
		},
		{
			name: 'zapier-shell',
			comment: "The Zapier app imports the core and Zapier's platform.",
			severity: 'error',
			from: { path: '^zapier/src/' },
			to: {
				pathNot: [
					'^(zapier/src|vivi)/',
					'^zapier/package[.]json$',
					'(^|/)node_modules/zapier-platform-core/',
				],
				dependencyTypesNot: ['core'],
			},
		},
		{
			name: 'sandbox-is-a-server',
			comment: 'The local VIVI knows the core and no shell of it.',
			severity: 'error',
			from: { path: '^sandbox/' },
			to: { path: '^(nodes|credentials|zapier|test)/' },
		},
	],
	options: {
		// Types count, too: who needs them cannot be read without them.
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.check.json' },
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^dist/' },
	},
};
