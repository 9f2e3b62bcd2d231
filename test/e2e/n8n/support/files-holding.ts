import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { TestN8n } from './test-n8n';

/**
 * The files of n8n's, its database and log among them, in which one of the texts stands in the clear.
 * @throws Error when there is no database, so that nothing was searched
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
