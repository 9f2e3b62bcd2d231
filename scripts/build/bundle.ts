import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rollup, type GetModuleInfo, type Plugin } from 'rollup';

/** All that n8n loads when it starts, apart from the classes themselves. */
const DESCRIPTION = 'description';

/**
 * Bundles the modules of the package into a few files: n8n loads every node when it starts, and has to
 * find, read and compile each file. The classes stay where package.json names them. All that they import
 * for their descriptions is one file; a dynamic import remains one. Nothing is minified, so that people
 * can read the code in their n8n.
 * @param compiled the folder with the compiler's ES modules
 */
export async function bundle(root: string, compiled: string): Promise<void> {
	const { n8n } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const names = [...n8n.nodes, ...n8n.credentials].map((file) =>
		file.replace(/^dist\/|\.js$/g, ''),
	);
	const build = await rollup({
		input: Object.fromEntries(names.map((name) => [name, join(compiled, `${name}.js`)])),
		external: ['n8n-workflow', /^node:/],
		plugins: [asNodeResolves],
		onwarn: (warning) => {
			throw new Error(warning.message);
		},
	});
	let atStart: Set<string> | undefined;
	await build.write({
		dir: join(root, 'dist'),
		format: 'cjs',
		exports: 'named',
		generatedCode: 'es2015',
		chunkFileNames: 'parts/[name].js',
		manualChunks(id, { getModuleIds, getModuleInfo }) {
			atStart ??= loadedAtStart([...getModuleIds()], getModuleInfo);
			return atStart.has(id) ? DESCRIPTION : undefined;
		},
		// Each file requires only what it uses itself.
		hoistTransitiveImports: false,
		dynamicImportInCjs: false,
		minifyInternalExports: false,
	});
	await build.close();
}

/** The compiler's imports have no file endings. */
const asNodeResolves: Plugin = {
	name: 'as-node-resolves',
	resolveId: (source, importer) =>
		importer !== undefined && source.startsWith('.')
			? createRequire(importer).resolve(source)
			: undefined,
};

/** All that the classes import, directly or not, except by dynamic imports. */
function loadedAtStart(ids: readonly string[], infoOf: GetModuleInfo): Set<string> {
	const found = new Set<string>();
	const addImportsOf = (id: string) => {
		for (const imported of infoOf(id)?.importedIds ?? []) {
			if (found.has(imported) || infoOf(imported)?.isExternal) continue;
			found.add(imported);
			addImportsOf(imported);
		}
	};
	for (const id of ids) if (infoOf(id)?.isEntry) addImportsOf(id);
	return found;
}
