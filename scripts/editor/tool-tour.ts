import type { Page } from 'playwright-core';

import {
	clearToasts,
	jsonOutput,
	nodePanelItem,
	openCredentialForm,
	type WatchedTour,
} from './tour';

const SECRET = 'a-secret-that-nobody-guesses';

/** Makes a tool in the editor, gives it to an agent on the sandbox's page, and talks to that agent. */
export async function makeTool(tour: WatchedTour) {
	const { page, watch, n8nUrl, picture } = tour;
	await createSecret(tour);
	await page.goto(`${n8nUrl}/workflow/new`);
	await page.getByTestId('canvas-plus-button').click();
	await page.getByTestId('node-creator-search-bar').fill('VIVI Tool');
	await nodePanelItem(page, 'VIVI Tool Trigger').click();
	await page.getByText('Add to workflow').click();
	await describeTool(page);
	await page.getByText('Webhook URLs', { exact: true }).click();
	const address = await page.getByText(/\/webhook-test\//).innerText();
	await watch.look('Tool');

	await page.getByTestId('trigger-execute-button').first().click();
	const answer = await talkToAgent(tour, address);
	const data = await jsonOutput(page, 'A-1042');
	await watch.look('Tool, called');
	await clearToasts(page);
	const call = await data.innerText();
	await picture('tool', page.getByTestId('ndv'));
	await page.getByTestId('ndv-close-button').click();
	// The document's address in the panel, the agent's words after the call, and the call in the node's output.
	return { address, answer, call };
}

async function createSecret({ page, n8nUrl }: WatchedTour): Promise<void> {
	await openCredentialForm(page, n8nUrl, 'VIVI Tool API');
	await page.getByTestId('parameter-input-secret').locator('input').fill(SECRET);
	await page.getByTestId('credential-save-button').click();
	await page.getByTestId('credentials-config-container-test-success').waitFor();
	await clearToasts(page);
	await page.getByTestId('editCredential-modal').getByRole('button', { name: 'Close' }).click();
}

async function describeTool(page: Page): Promise<void> {
	const input = (name: string) => page.getByTestId(`parameter-input-${name}`);
	await input('toolName').locator('input').fill('look_up_order');
	const description =
		'Looks up the state of an order. Use it when somebody asks where a parcel is.';
	await input('toolDescription').locator('textarea').fill(description);
	await page.getByTestId('fixed-collection-add').click();
	await input('name').locator('input').fill('orderNumber');
	await input('description').locator('input').fill('Such as A-1042');
}

/** On the sandbox's own page, in a tab beside the editor. */
async function talkToAgent({ page, sandbox }: WatchedTour, address: string): Promise<string> {
	const tab = await page.context().newPage();
	try {
		await tab.goto(sandbox.url);
		await tab.getByLabel('Address of the OpenAPI document').fill(address);
		await tab.getByLabel('Secret', { exact: true }).fill(SECRET);
		await importTool(tab);
		await tab.getByLabel('Message').fill('look_up_order orderNumber=A-1042');
		await tab.getByRole('button', { name: 'Send' }).click();
		return await tab.locator('#conversation .answer').innerText();
	} finally {
		await tab.close();
	}
}

/** n8n answers at the test address once it listens, which is a moment after the click in the editor. */
async function importTool(tab: Page): Promise<void> {
	const tool = tab.locator('#tools li').filter({ hasText: 'look_up_order' });
	const imported = async () =>
		await tool.waitFor({ timeout: 5_000 }).then(
			() => true,
			() => false,
		);
	for (let tries = 0; tries < 5; tries++) {
		await tab.getByRole('button', { name: 'Import' }).click();
		if (await imported()) return;
	}
	throw new Error(`The tool is not imported: ${await tab.locator('#problem').innerText()}`);
}
