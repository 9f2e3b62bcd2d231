import type { Page } from 'playwright-core';

import { openChromium, requireChromium } from '../../../scripts/editor/chromium';
import { PageWatch } from '../../../scripts/editor/watch-page';

jest.setTimeout(90_000);

let browser: Awaited<ReturnType<typeof openChromium>>;
let page: Page;

beforeAll(async () => {
	browser = await openChromium(requireChromium(console.log), { width: 800, height: 600 });
	page = browser.page;
}, 300_000);
afterAll(async () => await browser?.close());

/** A panel as n8n's editor builds it, with a label of that width. */
const panel = (label: string, width: number) => `<div data-test-id="ndv">
	<label class="n8n-input-label"><div style="width: ${width}px; overflow: hidden; white-space: nowrap">${label}</div></label>
</div>`;

async function problemsOf(content: string): Promise<string[]> {
	const watch = new PageWatch(page);
	await page.setContent(content);
	await watch.look('Here');
	return watch.problems;
}

test('finds a label that is cut off, and none that has room', async () => {
	expect(await problemsOf(panel('Workspace Names or IDs', 40))).toEqual([
		'Here: the label “Workspace Names or IDs” is cut off',
	]);
	expect(await problemsOf(panel('Workspace Names or IDs', 400))).toEqual([]);
});

test('finds an error toast, and takes a success for none', async () => {
	const toast = (kind: string) =>
		`<div class="el-notification"><i class="el-notification__icon el-notification--${kind}"></i><h2>Problem in node ‘VIVI‘</h2></div>`;
	expect(await problemsOf(toast('error'))).toEqual(['Here: n8n says “Problem in node ‘VIVI‘”']);
	expect(await problemsOf(toast('success'))).toEqual([]);
});

test('finds errors in the console and in scripts', async () => {
	const problems = await problemsOf(
		'<script>console.error("No such option"); console.warn("Old"); throw new Error("Broken");</script>',
	);
	expect(problems.sort()).toEqual([
		expect.stringMatching(/^Console: No such option/),
		expect.stringMatching(/^Script error: Broken/),
	]);
});
