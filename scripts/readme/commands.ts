/**
 * The commands that a document tells its reader to enter, in order and each once: every `sh` block as
 * a whole, since its lines belong together, and every piece of code in the text that calls npm.
 */
export function commandsOf(markdown: string): string[] {
	const found = markdown.matchAll(/^```sh\n(.*?)^```$|`(npm (?:ci|test|start|run)\b[^`\n]*)`/gms);
	return [...new Set([...found].map(([, block, inline]) => (block ?? inline!).trim()))];
}
