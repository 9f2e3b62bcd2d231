import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { anchors, documents, localTargets, root } from './support/markdown';

const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** What of a document's links leads nowhere. */
function deadLinks(file: string, markdown: string): string[] {
	return localTargets(markdown).filter((target) => {
		const [path, anchor] = target.split('#') as [string, string?];
		const linked = path === '' ? file : relative(root, join(root, dirname(file), path));
		// A link that leaves the repository is dead for whoever reads it on GitHub.
		if (linked.startsWith('..') || !existsSync(join(root, linked))) return true;
		return anchor !== undefined && !anchors(read(linked)).includes(anchor);
	});
}

describe('dead links are noticed', () => {
	test.each([
		['[a](docs/nowhere.md)'],
		['[a](#no-such-heading)'],
		['[a](LICENSE#no-such-heading)'],
		['![picture](docs/nowhere.png)'],
		['<img alt="picture" src="docs/nowhere.png">'],
		['[out](../README.md)'],
	])('%s', (markdown) => expect(deadLinks('README.md', markdown)).toHaveLength(1));

	test.each([
		['[a](docs/api-coverage.md)'],
		['[a](docs/)'],
		['[a](#all-pages)'],
		['[a](https://vivi.bot)'],
		['`[a](nowhere.md)`'],
		['```md\n[a](nowhere.md)\n```\n'],
	])('but not in %s', (markdown) => expect(deadLinks('README.md', markdown)).toEqual([]));

	test('headings of one name are told apart as GitHub does', () => {
		const markdown = '# What `npm run x` does, and why?\n\n## Same\n\n## Same\n';
		expect(anchors(markdown)).toEqual(['what-npm-run-x-does-and-why', 'same', 'same-1']);
	});
});

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

describe.each(documents)('%s', (file) => {
	it('links to files and headings that are there', () => {
		expect(deadLinks(file, read(file))).toEqual([]);
	});

	it('names commands that are there', () => {
		const named = [...read(file).matchAll(/\bnpm run (?:--?\w+ )*([a-z][\w:-]*)/g)];
		expect(named.map(([, name]) => name!).filter((name) => !(name in scripts))).toEqual([]);
	});
});

it('every document of docs/ can be reached from the README', () => {
	const reached = new Set(['README.md']);
	for (const file of reached) {
		for (const target of localTargets(read(file))) {
			const linked = join(dirname(file), target.split('#')[0]!);
			if (linked.endsWith('.md') && existsSync(join(root, linked))) reached.add(linked);
		}
	}
	const unreached = globSync('docs/**/*.md', { cwd: root }).filter((file) => !reached.has(file));
	expect(unreached).toEqual([]);
});
