import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';

/*
 * Loads a package's classes as n8n does when it starts, and prints how many milliseconds that took.
 * In a process of its own, because a module is loaded only once: `node load-nodes.ts <folder>
 * <n8n-workflow>`.
 */
const [folder, workflow] = process.argv.slice(2) as [string, string];
const load = createRequire(join(folder, 'package.json'));
const { n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};
// n8n has loaded it already.
load(workflow);

const start = performance.now();
for (const file of [...n8n.credentials, ...n8n.nodes]) {
	const loaded = load(join(folder, file)) as Record<string, new () => object>;
	new loaded[basename(file).split('.')[0]!]!();
}
console.log(performance.now() - start);
