import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TestN8n } from './test-n8n';

/**
 * The files of n8n, also its database and log, that hold one of the texts unencrypted.
 * @throws Error if there is no database, because then nothing was searched
 */
export function filesHolding({ userFolder }: TestN8n, texts: readonly string[]): string[] {
	const files = readdirSync(userFolder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map((entry) => join(entry.parentPath, entry.name));
	if (!files.some((file) => /sqlite/.test(file))) throw new Error('n8n left no database.');
	return files.filter((file) => {
		const content = readFileSync(file, 'latin1');
		return texts.some((text) => content.includes(text));
	});
}
