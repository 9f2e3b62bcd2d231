import { startSandbox } from '../../sandbox/server';
import { startTemporaryN8n } from '../n8n/temporary';
import { openChromium, requireChromium } from './chromium';
import { print } from '../print/terminal';

/** The size of a small laptop's window; wider pictures cannot be read in the column of a README. */
const SIZE = { width: 1200, height: 760 };

export type OpenEditor = Awaited<ReturnType<typeof openEditor>>;

/**
 * A new n8n with our packed package, a sandbox for it and a browser to look at it.
 * @param sandboxPort 0 for any free one
 * @throws Error that says what to do when there is no Chromium
 */
export async function openEditor(sandboxPort = 0) {
	const chromium = requireChromium(print);
	const open: Array<{ close(): Promise<void> }> = [];
	const close = async () => {
		for (const one of open.splice(0).reverse()) await one.close();
	};
	try {
		const sandbox = await startSandbox({ port: sandboxPort });
		open.push(sandbox);
		const n8n = await startTemporaryN8n();
		open.push({ close: n8n.stop });
		const browser = await openChromium(chromium, SIZE);
		open.push(browser);
		const { url: n8nUrl, owner, rest } = n8n;
		return { page: browser.page, n8nUrl, owner, rest, sandbox, close };
	} catch (error) {
		await close();
		throw error;
	}
}
