import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** Compiles the n8n package into dist/ and puts beside it what the compiler leaves out. */
export function build(): void {
	rmSync(join(root, 'dist'), { recursive: true, force: true });
	execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		cwd: root,
		stdio: 'inherit',
	});
	const assets = ['icons/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];
	for (const file of globSync(assets, { cwd: root })) {
		cpSync(join(root, file), join(root, 'dist', file));
	}
}

if (require.main === module) build();
