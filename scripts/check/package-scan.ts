import { ESLint, type Linter } from 'eslint';
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Scanner {
	analyzePackage(
		folder: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
	buildScanConfig(): Promise<Linter.Config[]>;
	SOURCE_FILE_PATTERNS: string[];
}

/**
 * n8n's own scan of a package, without a network: its verdict on a folder, and the warnings, which the scanner
 * hides when there is no error.
 */
export async function scanPackage(folder: string, leg: 'source' | 'tarball'): Promise<string[]> {
	const scanner = (await import(
		'@n8n/scan-community-package/scanner/scanner.mjs' as string
	)) as Scanner;
	const patterns = leg === 'source' ? scanner.SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json'];
	const files = globSync(patterns, { cwd: folder }).map((file) => join(folder, file));
	// The scanner accepts an empty folder.
	if (files.length < 2) return [`nothing to scan in the ${leg}`];

	const { passed, message, details } = await scanner.analyzePackage(folder, patterns);
	if (!passed) return [`${message}\n${details ?? ''}`];

	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await scanner.buildScanConfig(),
	});
	const results = await eslint.lintFiles(files);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line, ruleId, message: text }) =>
				`${relative(folder, filePath)}:${line} ${text} (${ruleId})`,
		),
	);
}
