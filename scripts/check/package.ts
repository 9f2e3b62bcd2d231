import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { build } from '../build/build';
import { lintDescription } from './description-lint';
import { schemaFiles } from '../build/output-schemas';
import { scanPackage } from './package-scan';
import { tarballFindings, type Manifest } from './tarball-contents';
import { printFindings } from '../print/terminal';

const root = join(__dirname, '../..');

/**
 * Checks the package before it is published: n8n's own package scan of the source and of the tarball, without
 * a network, and the content of the tarball. Ends with code 1 on any finding, also on warnings.
 */
async function main(): Promise<void> {
	await build();
	const work = mkdtempSync(join(tmpdir(), 'n8n-nodes-vivi-check-'));
	try {
		const source = join(work, 'source');
		mkdirSync(source);
		// The scan looks at nodes and credentials, and needs their icons and imports.
		for (const part of ['package.json', 'nodes', 'credentials', 'icons', 'vivi']) {
			cpSync(join(root, part), join(source, part), { recursive: true });
		}
		const tarball = unpackTarball(work);

		const checks: Array<[string, string[]]> = [
			['n8n package scan, source', await scanPackage(source, 'source')],
			['n8n package scan, tarball', await scanPackage(tarball, 'tarball')],
			['contents of the tarball', contentsOf(tarball)],
			['built descriptions of the nodes', await descriptionFindings(tarball)],
		];
		for (const [name, findings] of checks) printFindings(name, findings);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

function unpackTarball(work: string): string {
	execFileSync('npm', ['pack', '--pack-destination', work], { cwd: root, stdio: 'ignore' });
	const [tarball] = globSync('*.tgz', { cwd: work });
	execFileSync('tar', ['xzf', tarball!], { cwd: work });
	return join(work, 'package');
}

function contentsOf(folder: string): string[] {
	const files = globSync('**/*', { cwd: folder, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	const schemas = Object.keys(schemaFiles())
		.filter((file) => !files.includes(file))
		.map((file) => `${file}, a node's output schema, is missing`);
	const manifest = JSON.parse(read('package.json')) as Manifest;
	return [...tarballFindings(manifest, files, read), ...schemas];
}

async function descriptionFindings(folder: string): Promise<string[]> {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	// From the checkout, where n8n-workflow is installed; the tarball was packed from the same files.
	const findings = await Promise.all(
		manifest.n8n.nodes.map((file) => lintDescription(join(root, file))),
	);
	return findings.flat();
}

void main();
