import {
	clearToasts,
	jsonOutput,
	nodePanelItem,
	openChoices,
	openInNodePanel,
	type WatchedTour,
} from './tour';

/** The values, by the IDs of the fields. */
const PROMPT = { 'body.name': 'Greeting', 'body.content': 'Greet people by their name.' };

/**
 * A text, because it runs in the browser: the labels of the fields, without the label of the mapper itself.
 */
const FIELD_LABELS = `[...document.querySelectorAll('[data-test-id="mapping-fields-container"] .n8n-input-label')]
	.map((label) => label.querySelector('.n8n-text').textContent.trim())
	.slice(1)`;

/** Chooses an operation of the sandbox's OpenAPI document, fills in its fields and runs it. */
export async function runApiOperation(tour: WatchedTour) {
	const { page, watch, sandbox, picture } = tour;
	await addNode(tour);
	const found = await pickOperation(tour);
	const input = (id: string) => page.getByTestId(`parameter-input-${id}`).locator('input');
	await input('path.workspaceId').waitFor();
	const fields = await page.evaluate<string[]>(FIELD_LABELS);
	await watch.look('API Operation');

	const values = { 'path.workspaceId': sandbox.defaultWorkspaceId, ...PROMPT };
	for (const [id, value] of Object.entries(values)) await input(id).fill(value);
	await page.getByTestId('node-execute-button').click();
	const data = await jsonOutput(page, PROMPT['body.name']);
	await watch.look('API Operation, executed');
	const output = await data.innerText();
	await clearToasts(page);
	await picture('api-operation', page.getByTestId('ndv'));
	await page.getByTestId('ndv-close-button').click();
	// The list's entries for the typed words, the labels of the fields, and VIVI's answer.
	return { found, fields, output };
}

async function addNode({ page, n8nUrl }: WatchedTour): Promise<void> {
	await page.goto(`${n8nUrl}/workflow/new`);
	await page.getByTestId('canvas-plus-button').click();
	await nodePanelItem(page, 'Trigger manually').click();
	await page.getByTestId('node-creator-plus-button').click();
	await openInNodePanel(page);
	await nodePanelItem(page, 'Run an operation of the API description').click();
}

/** Gives the entries for the words; the first one is chosen. */
async function pickOperation({ page }: WatchedTour): Promise<string[]> {
	const choices = await openChoices(page);
	await page.getByTestId('rlc-search').fill('create prompt');
	// The list holds all operations until the search begins, and none until it has an answer.
	await choices.filter({ hasText: 'GET' }).first().waitFor({ state: 'detached' });
	await choices.first().waitFor();
	const found = await choices.allInnerTexts();
	await choices.first().click();
	return found;
}
