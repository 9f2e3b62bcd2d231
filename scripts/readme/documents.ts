import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The documents for users in the order of reading: the README and the pages that it leads to. */
export const USER_DOCUMENTS = [
	'README.md',
	'docs/install.md',
	'docs/credentials.md',
	'docs/operations.md',
	'docs/chat.md',
	'docs/triggers.md',
	'docs/tools.md',
	'docs/examples.md',
	'docs/zapier.md',
	'docs/vivi-api.md',
	'docs/address-map.md',
	'docs/troubleshooting.md',
	'docs/development.md',
] as const;

/** The whole text of these documents. */
export function readUserDocuments(root: string): string {
	return USER_DOCUMENTS.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
}

/**
 * The commands that a document asks its reader to enter, in order and each once. A command is a whole `sh`
 * block, because its lines belong together, or a piece of code in the text that calls npm.
 */
export function commandsOf(markdown: string): string[] {
	const found = markdown.matchAll(/^```sh\n(.*?)^```$|`(npm (?:ci|test|start|run)\b[^`\n]*)`/gms);
	return [...new Set([...found].map(([, block, inline]) => (block ?? inline!).trim()))];
}
