import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { bundle } from './bundle';
import { schemaFiles } from './output-schemas';

const root = join(__dirname, '../..');

/** Compiles and bundles the n8n package into dist/, and copies the files that the compiler leaves out. */
export async function build(): Promise<void> {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	const compiled = mkdtempSync(join(tmpdir(), 'n8n-nodes-vivi-build-'));
	try {
		const asModules = ['-p', 'tsconfig.json', '--module', 'es2022', '--outDir', compiled];
		execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), ...asModules], {
			cwd: root,
			stdio: 'inherit',
		});
		await bundle(root, compiled);
	} finally {
		rmSync(compiled, { recursive: true, force: true });
	}
	const assets = ['icons/*.svg', 'nodes/**/*.node.json'];
	for (const file of globSync(assets, { cwd: root })) {
		cpSync(join(root, file), join(root, 'dist', file));
	}
	for (const [file, schema] of Object.entries(schemaFiles())) {
		const target = join(root, file);
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, JSON.stringify(schema));
	}
}

if (require.main === module) void build();
