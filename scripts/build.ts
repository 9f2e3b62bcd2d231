import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { schemaFiles } from './output-schemas';

const root = join(__dirname, '..');

/** Compiles the n8n package into dist/ and copies the files that the compiler leaves out. */
export function build(): void {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		cwd: root,
		stdio: 'inherit',
	});
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

if (require.main === module) build();
