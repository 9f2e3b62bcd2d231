import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

// n8n's node panel leaves nodes of category AI out of its search, and gives those of AI's subcategory
// Tools no list of actions (n8n-editor-ui 2.41.1). n8n itself adds both to the tool it makes of VIVI.
it.each(['Vivi/Vivi', 'ViviTrigger/ViviTrigger'])('%s can be found in the node panel', (node) => {
	const codex = JSON.parse(readFileSync(join(root, `nodes/${node}.node.json`), 'utf8')) as {
		categories: string[];
		subcategories?: object;
	};
	expect(codex.categories.length).toBeGreaterThan(0);
	expect(codex.categories).not.toContain('AI');
	expect(codex.subcategories).toBeUndefined();
});
