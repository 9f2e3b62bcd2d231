import { execFileSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from './build';

const root = join(__dirname, '..');
const findings: string[] = [];

/**
 * Looks at what would be published: n8n's own package scan, both legs of it and offline, and what the
 * tarball holds. Ends with code 1 on any finding.
 */
async function main(): Promise<void> {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = (await import(
		'@n8n/scan-community-package/scanner/scanner.mjs' as string
	)) as {
		analyzePackage(
			folder: string,
			patterns: string[],
		): Promise<{ passed: boolean; message?: string; details?: string }>;
		SOURCE_FILE_PATTERNS: string[];
	};
	build();
	const work = mkdtempSync(join(tmpdir(), 'n8n-nodes-vivi-check-'));
	try {
		const source = join(work, 'source');
		mkdirSync(source);
		for (const part of ['package.json', 'nodes', 'credentials', 'icons', 'vivi']) {
			cpSync(join(root, part), join(source, part), { recursive: true });
		}
		execFileSync('npm', ['pack', '--pack-destination', work], { cwd: root, stdio: 'ignore' });
		const [tarball] = globSync('*.tgz', { cwd: work });
		execFileSync('tar', ['xzf', tarball!], { cwd: work });
		const dist = join(work, 'package');

		const legs: Array<[string, string, string[]]> = [
			['source', source, SOURCE_FILE_PATTERNS],
			['tarball', dist, ['**/*.js', 'package.json']],
		];
		for (const [name, folder, patterns] of legs) {
			const { passed, message, details } = await analyzePackage(folder, patterns);
			// The scanner passes with warnings; they come in the details.
			if (!passed || details) findings.push(`scan of the ${name}: ${message}\n${details ?? ''}`);
			console.log(`n8n package scan, ${name}: ${passed ? 'passed' : 'failed'}`);
		}
		checkTarball(dist);
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
	for (const finding of findings) console.error(finding);
	console.log(`${findings.length} findings`);
	process.exitCode = findings.length === 0 ? 0 : 1;
}

function checkTarball(folder: string): void {
	const files = globSync('**/*', { cwd: folder, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
	const allowed = /^(package\.json|README\.md|LICENSE|dist\/.+\.(js|json|svg))$/;
	for (const file of files) {
		if (!allowed.test(file) || /tsbuildinfo|\.test\./.test(file)) {
			findings.push(`tarball: ${file} does not belong there`);
		}
	}
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		dependencies?: object;
		n8n: { nodes: string[]; credentials: string[] };
	};
	if (manifest.dependencies) findings.push('package.json: has dependencies');
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		if (!existsSync(join(folder, file))) findings.push(`package.json: ${file} is missing`);
	}
	console.log(`tarball: ${files.length} files`);
}

void main();
