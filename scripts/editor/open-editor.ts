import type { Page } from 'playwright-core';

import { startSandbox, type Sandbox } from '../../sandbox/server';
import type { N8nRest, Owner } from '../n8n/rest';
import { startTemporaryN8n } from '../n8n/temporary';
import { openChromium, requireChromium } from './chromium';
import { print } from '../print/terminal';

/** The size of a small laptop's window; wider pictures cannot be read in the column of a README. */
const SIZE = { width: 1200, height: 760 };

export interface OpenEditor {
	page: Page;
	/** The address of a new n8n with our package. */
	n8nUrl: string;
	owner: Owner;
	/** The same n8n, for what nobody makes by clicking. */
	rest: N8nRest;
	sandbox: Sandbox;
	close(): Promise<void>;
}

/**
 * A new n8n with our packed package, a sandbox for it and a browser to look at it.
 * @param sandboxPort 0 for any free one
 * @throws Error that says what to do when there is no Chromium
 */
export async function openEditor(sandboxPort = 0): Promise<OpenEditor> {
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
