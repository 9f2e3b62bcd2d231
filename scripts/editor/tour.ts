import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';

import { saveCredentials } from '../start/examples';
import { valuesOf } from '../start/vivi';
import { runApiOperation } from './api-operation-tour';
import { firstChat, tryForms } from './first-steps-tour';
import { lookAtForms } from './forms-tour';
import type { OpenEditor } from './open-editor';
import { makeTool } from './tool-tour';
import { PageWatch } from './watch-page';

const REPORT = join(__dirname, '../../examples/nightly-workspace-report.json');

/** A text, since it runs in the browser: n8n's dialog is at most 750 pixels high and scrolls. */
const SHOW_WHOLE_FORM = `(() => {
	const { style } = document.querySelector('[data-test-id="editCredential-modal"]');
	style.setProperty('max-height', 'none', 'important');
	style.setProperty('height', '1100px', 'important');
})()`;

export type PictureName =
	'api-operation' | 'chat' | 'credential' | 'trigger' | 'node' | 'report' | 'tool';

export interface Tour extends Omit<OpenEditor, 'close'> {
	/** Takes a picture of a part of the page, or of all of it. */
	picture(name: PictureName, part: Page | Locator): Promise<void>;
}

/** What the tour saw. */
export type Seen = Awaited<ReturnType<typeof takeTour>>;

export interface WatchedTour extends Tour {
	watch: PageWatch;
}

/** What a new user does in n8n's editor, by clicking: from the credential to the nightly report. */
export async function takeTour(tour: Tour) {
	await signIn(tour);
	// Only from here on: until somebody is signed in, the editor's own requests are refused.
	const watch = new PageWatch(tour.page);
	const watched = { ...tour, watch };
	const credentialTest = await createCredential(watched);
	const trigger = await configureTrigger(watched);
	const list = await listAgents(watched);
	const report = await runNightlyReport(watched);
	const tool = await makeTool(watched);
	const apiOperation = await runApiOperation(watched);
	const credentials = await saveCredentials(tour.rest, valuesOf(tour.sandbox));
	return {
		/** The message of the credential's test. */
		credentialTest,
		/** The entries for 'VIVI' in the node panel for a trigger, and the names of the test events. */
		...trigger,
		/** The entries for a next step, the list of workspaces, the chosen one, and the number of its items. */
		...list,
		/** The finished nightly report. */
		report,
		...{ tool, apiOperation },
		/** The agent's words in the chat of the example. */
		chat: await firstChat(watched, credentials),
		/** Every form before anything is filled in. */
		forms: await lookAtForms(watched, credentials),
		steps: await tryForms(watched),
		/** Problems on the way, as sentences: errors, labels that are cut off. */
		problems: watch.problems,
	};
}

async function signIn({ page, n8nUrl, owner }: Tour): Promise<void> {
	await page.goto(`${n8nUrl}/signin`);
	await page.getByTestId('emailOrLdapLoginId').locator('input').fill(owner.email);
	await page.getByTestId('password').locator('input').fill(owner.password);
	await page.getByTestId('form-submit-button').click();
	await page.getByTestId('main-sidebar-settings').waitFor();
}

async function createCredential({
	page,
	watch,
	n8nUrl,
	sandbox,
	picture,
}: WatchedTour): Promise<string> {
	await openCredentialForm(page, n8nUrl, 'VIVI API');
	const { clientId, clientSecret, audience, tokenUrl } = sandbox.keys.account;
	const { accountId, url: baseUrl } = sandbox;
	const apiDescriptionUrl = `${baseUrl}/openapi.json`;
	const key = { clientId, clientSecret, audience, tokenUrl, accountId };
	const values = { ...key, baseUrl, apiDescriptionUrl };
	for (const [name, value] of Object.entries(values)) {
		await page.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
	}
	await page.getByTestId('credential-save-button').click();
	const success = page.getByTestId('credentials-config-container-test-success');
	await success.waitFor();
	await watch.look('Credential');
	const said = await success.innerText();
	await clearToasts(page);
	const dialog = page.getByTestId('editCredential-modal');
	const size = page.viewportSize()!;
	await page.setViewportSize({ ...size, height: 1300 });
	await page.evaluate(SHOW_WHOLE_FORM);
	await picture('credential', dialog);
	await dialog.getByRole('button', { name: 'Close' }).click();
	await dialog.waitFor({ state: 'detached' });
	await page.setViewportSize(size);
	return said;
}

/** The empty form of a new credential of that type. */
export async function openCredentialForm(page: Page, n8nUrl: string, type: string): Promise<void> {
	await page.goto(`${n8nUrl}/home/credentials`);
	await page.getByRole('button', { name: 'Create credential' }).first().click();
	await page.getByTestId('new-credential-type-select').click();
	await page.keyboard.type(type);
	await page.getByTestId('new-credential-type-select-option').getByText(type).click();
	await page.getByTestId('new-credential-type-button').click();
}

/** The output of the opened node as JSON, once it holds that text. */
export async function jsonOutput(page: Page, text: string): Promise<Locator> {
	const output = page.getByTestId('output-panel');
	await output.getByTestId('radio-button-json').click();
	const data = output.getByTestId('ndv-data-container');
	await data.getByText(text).waitFor();
	return data;
}

async function configureTrigger({ page, watch, n8nUrl, picture }: WatchedTour) {
	await page.goto(`${n8nUrl}/workflow/new`);
	await page.getByTestId('canvas-plus-button').click();
	const triggers = await openInNodePanel(page);
	await nodePanelItem(page, 'On agent created').click();
	const events = page.getByTestId('parameter-input-events');
	await events.click();
	await page.keyboard.type('Knowledge base updated');
	await page.getByRole('option', { name: 'Knowledge Base Updated' }).click();
	await page.keyboard.press('Escape');
	await page.getByTestId('trigger-execute-button').first().click();
	const data = await jsonOutput(page, 'agent.created');
	await watch.look('Trigger');
	const testEvents = (await data.innerText()).match(/\w+\.(created|updated|deleted)/g) ?? [];
	await clearToasts(page);
	await picture('trigger', page.getByTestId('ndv'));
	await page.getByTestId('ndv-close-button').click();
	return { triggers, testEvents };
}

async function listAgents({ page, watch, picture }: WatchedTour) {
	await page.getByTestId('node-creator-plus-button').click();
	const actions = await openInNodePanel(page);
	await nodePanelItem(page, 'Get many agents').click();
	const choices = await openChoices(page);
	await watch.look('Node');
	await picture('node', page.getByTestId('ndv'));
	const workspaces = await choices.allInnerTexts();
	const picked = workspaces.at(-2)!;
	await choices.filter({ hasText: picked }).click();
	await page.getByTestId('node-execute-button').click();
	const count = page.getByTestId('output-panel').getByTestId('ndv-items-count');
	await count.waitFor();
	await watch.look('Node, executed');
	const items = await count.innerText();
	await page.getByTestId('ndv-close-button').click();
	return { actions, workspaces, picked, items };
}

/**
 * The choices of the node's resource locator, once they are shown.
 * @throws Error with the list's message in place of choices
 */
export async function openChoices(page: Page): Promise<Locator> {
	const choices = page.getByTestId('rlc-item');
	const refusal = page.getByTestId('rlc-error-container');
	for (let tries = 0; tries < 5; tries++) {
		await page.getByTestId('rlc-input').click();
		try {
			await choices.or(refusal).first().waitFor({ timeout: 5_000 });
		} catch {
			// Sometimes a click is lost while n8n's panel is still opening; a person clicks again.
			await page.getByTestId('rlc-input').blur();
			continue;
		}
		if (await refusal.isVisible()) throw new Error(`The list: ${await refusal.innerText()}`);
		return choices;
	}
	throw new Error('The list of the resource locator does not open.');
}

async function runNightlyReport({ page, watch, n8nUrl, picture }: WatchedTour): Promise<string> {
	await page.goto(`${n8nUrl}/workflow/new`);
	await page.getByTestId('workflow-menu').click();
	await page.getByTestId('workflow-menu-item-import').hover();
	const chooser = page.waitForEvent('filechooser');
	await page.getByTestId('workflow-menu-item-import-from-file').click();
	await (await chooser).setFiles(REPORT);
	const nodes = page.getByTestId('canvas-node');
	// n8n shows the button while the mouse is over the node.
	await nodes.filter({ hasText: 'Run now' }).hover();
	await page.getByTestId('execute-workflow-button-Run now').click();
	const writeReport = nodes.filter({ hasText: 'Write report' });
	await writeReport.getByTestId('canvas-node-status-success').waitFor();
	await watch.look('Nightly report');
	await clearToasts(page);
	await writeReport.dblclick();
	const output = page.getByTestId('output-panel');
	await output.getByTestId('radio-button-table').click();
	const table = output.getByTestId('ndv-data-container');
	// The panel opens empty; its rows come a moment later.
	await table.filter({ hasText: /\S/ }).waitFor();
	const report = await table.innerText();
	await watch.look('Nightly report, opened');
	// This view shows the most at a glance.
	await output.getByTestId('radio-button-schema').click();
	await page.mouse.move(0, 0);
	await picture('report', page.getByTestId('ndv'));
	return report;
}

/** Finds VIVI in the opened node panel and gives what it offers. */
export async function openInNodePanel(page: Page): Promise<string[]> {
	await page.getByTestId('node-creator-search-bar').fill('VIVI');
	await nodePanelItem(page, 'VIVI').click();
	await page.getByTestId('node-creator-category-item').first().waitFor();
	// The two lists are both there while one slides over the other.
	await nodePanelItem(page, 'VIVI').waitFor({ state: 'detached' });
	return await page.getByTestId('node-creator-item-name').allInnerTexts();
}

export const nodePanelItem = (page: Page, name: string) =>
	page.getByTestId('node-creator-item-name').getByText(name, { exact: true });

/** So that pictures show neither toasts nor an effect of the mouse. */
export async function clearToasts(page: Page): Promise<void> {
	for (const close of await page.locator('.el-notification__closeBtn').all()) {
		await close.click({ timeout: 5_000 }).catch(() => {});
	}
	await page.locator('.el-notification').first().waitFor({ state: 'detached' });
	await page.mouse.move(0, 0);
}
