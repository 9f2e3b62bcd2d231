// Zapier's CLI runs this before it packs the app. It bundles the app, and also the platform that the app
// runs on. The platform as it is installed makes the zip twice as large, and a cold start reads and runs
// hundreds of its files, most of which a run does not need.
import { build } from 'esbuild';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const CORE = 'node_modules/zapier-platform-core';
/** Names the files that the bundles are made of. The CLI does not pack this folder. */
const INPUTS_FILE = 'build/inputs.json';

/** Packages that few runs need: for `validate`, for files, and for scripts older than the CLI. */
const LATE = ['zapier-platform-schema', 'mime-types', 'semver'];

const require = createRequire(import.meta.url);
const options = {
	...{ bundle: true, minify: true, platform: 'node', target: 'node22' },
	...{ metafile: true, logLevel: 'warning' },
};

const app = await build({
	...options,
	entryPoints: ['src/index.ts'],
	external: ['zapier-platform-core'],
	footer: { js: 'module.exports=module.exports.default' },
	outfile: 'index.js',
});

// A second build starts from the installed file again.
if (!existsSync(`${CORE}/index.original.js`)) {
	renameSync(`${CORE}/index.js`, `${CORE}/index.original.js`);
}
const core = await build({
	...options,
	entryPoints: [`${CORE}/index.original.js`],
	outfile: `${CORE}/index.js`,
	// node-fetch tells an AbortSignal by the name of its class.
	keepNames: true,
	// A test of the platform's own.
	external: ['../test/userapp'],
	// Node.js has the same classes; the package brings large tables for them.
	alias: { 'whatwg-url': 'node:url' },
	plugins: [oneLodash(), late(LATE)],
});

mkdirSync('build', { recursive: true });
const inputs = [app, core].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(INPUTS_FILE, JSON.stringify(inputs));

/** lodash/fp requires a minified copy of lodash; the platform has lodash already. */
function oneLodash() {
	return {
		name: 'one-lodash',
		setup: ({ onResolve, resolve }) =>
			onResolve({ filter: /^\.\/lodash\.min$/ }, async ({ kind, resolveDir }) =>
				resolve('./lodash.js', { kind, resolveDir }),
			),
	};
}

/** Runs a package when something of it is read, instead of when it is required. */
function late(packages) {
	return {
		name: 'late',
		setup({ onResolve, onLoad }) {
			const filter = new RegExp(`^(${packages.join('|')})$`);
			onResolve({ filter }, ({ path, namespace, resolveDir }) =>
				namespace === 'late' ? undefined : { path, namespace: 'late', pluginData: { resolveDir } },
			);
			onLoad({ filter: /()/, namespace: 'late' }, ({ path, pluginData: { resolveDir } }) => {
				const name = JSON.stringify(path);
				const exported = require(require.resolve(path, { paths: [resolveDir] }));
				if (Object.getPrototypeOf(exported) !== Object.prototype) {
					throw new Error(
						`${path} is more than an object of exports, so it cannot be loaded late.`,
					);
				}
				const getters = Object.keys(exported).map((key) => {
					const property = JSON.stringify(key);
					return `get ${property}() { return require(${name})[${property}]; },`;
				});
				return { contents: `module.exports = {\n${getters.join('\n')}\n};`, resolveDir };
			});
		},
	};
}
