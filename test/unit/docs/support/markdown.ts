import { globSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../../../..');

/** The documents of this repository, not those of what is installed. */
export const documents: readonly string[] = globSync('**/*.md', {
	cwd: root,
	exclude: (name) => ['node_modules', 'dist', 'build'].includes(name.split('/').at(-1)!),
});

/** A document's text without what stands in code blocks. */
export function withoutCode(markdown: string): string {
	return markdown.replace(/^(`{3,})[^\n]*\n.*?^\1$/gms, '');
}

/** What a document's links and pictures point to, other sites left out. */
export function localTargets(markdown: string): string[] {
	const text = withoutCode(markdown).replace(/`[^`\n]*`/g, '');
	return [
		...[...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target]) => target!),
		...[...text.matchAll(/\b(?:src|srcset|href)="([^"\s]+)"/g)].map(([, target]) => target!),
	].filter((target) => !/^(https?|mailto):/.test(target));
}

/** The anchors that GitHub gives a document's headings. */
export function anchors(markdown: string): string[] {
	const seen = new Map<string, number>();
	return [...withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
		const slug = heading!
			.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-');
		const times = seen.get(slug) ?? 0;
		seen.set(slug, times + 1);
		return times === 0 ? slug : `${slug}-${times}`;
	});
}
