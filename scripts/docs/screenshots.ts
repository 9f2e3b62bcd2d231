import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { openEditor } from '../editor/open-editor';
import { takeTour } from '../editor/tour';
import { print, printError } from '../print/terminal';

const folder = join(__dirname, '../../docs/images');
/** The port of `npm run sandbox`, because the addresses are in the pictures. */
const SANDBOX_PORT = 8787;
/** The time for n8n to repaint everything in its other colours. */
const REPAINT_MS = 700;

/** `npm run docs:screenshots`: the pictures of README and docs, from a real n8n with the sandbox. */
async function main(): Promise<void> {
	const { close, ...editor } = await openEditor(SANDBOX_PORT);
	const { page } = editor;
	try {
		mkdirSync(folder, { recursive: true });
		const { problems } = await takeTour({
			...editor,
			picture: async (name, part) => {
				// n8n follows the system's colours; the last setting is light.
				for (const colorScheme of ['dark', 'light'] as const) {
					await page.emulateMedia({ colorScheme });
					await page.waitForTimeout(REPAINT_MS);
					const path = join(folder, `${name}-${colorScheme}.png`);
					await part.screenshot({ path, animations: 'disabled', caret: 'hide' });
					print(`docs/images/${name}-${colorScheme}.png`);
				}
			},
		});
		for (const problem of problems) printError(problem);
		if (problems.length > 0) process.exitCode = 1;
	} finally {
		await close();
	}
}

main().catch((error: unknown) => {
	printError(error);
	process.exitCode = 1;
});
