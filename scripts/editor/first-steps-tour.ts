import { importExamples } from '../start/examples';
import { closeForm, MARKED_LABELS, openForm, type Credentials } from './forms-tour';
import { clearToasts, jsonOutput, type WatchedTour } from './tour';
import { ERROR_TOAST } from './watch-page';

/** Sends a message to an agent in the chat of the example, as it is after `npm start`. */
export async function firstChat(
	{ page, watch, n8nUrl, rest, picture }: WatchedTour,
	credentials: Credentials,
): Promise<string> {
	const examples = await importExamples(rest, credentials);
	const { workflow } = examples.get('Chat trigger, VIVI agent, streaming')!;
	await page.goto(`${n8nUrl}/workflow/${workflow.id}`);
	await page.getByTestId('workflow-chat-button').click();
	const input = page.getByTestId('chat-input');
	await input.fill('Where is my order?');
	await input.press('Enter');
	const answer = page.locator('.chat-message-from-bot').filter({ hasText: 'Where is my order?' });
	await answer.waitFor();
	await watch.look('Chat');
	await clearToasts(page);
	await picture('chat', page);
	return await answer.innerText();
}

/** The ways in which forms show what is missing, on the nodes of `lookAtForms`. */
export async function tryForms(tour: WatchedTour) {
	const { page, watch } = tour;
	await openForm(tour, { resource: 'agent', operation: 'get' });
	await page.getByTestId('rlc-input').nth(1).click();
	const refusal = page.getByTestId('rlc-error-container');
	await refusal.waitFor();
	const listFirst = await refusal.innerText();
	// For a list with an error n8n answers its editor with another status, which the console shows.
	watch.forget(/resource-locator-results/);
	await page.keyboard.press('Escape');
	await closeForm(tour);

	await openForm(tour, { resource: 'agent', operation: 'getAll' });
	await page.getByTestId('node-execute-button').click();
	const message = page.getByTestId('output-panel').getByTestId('node-error-message');
	await message.waitFor();
	const withoutWorkspace = await message.innerText();
	// n8n also shows a toast, a moment after the panel. It must be there before it can be closed.
	await page.locator(ERROR_TOAST).waitFor();
	await clearToasts(page);
	await closeForm(tour);

	const roles = await lookAtRoles(tour);
	const { websiteMarks, website } = await makeWebsite(tour);
	await watch.look('First steps');
	return {
		/** The list of agents before a workspace is chosen. */
		listFirst,
		/** The message of a node that runs without a workspace. */
		withoutWorkspace,
		/** Each role with its description. */
		roles,
		/** The fields that are marked as missing for a website, and VIVI's answer. */
		...{ websiteMarks, website },
	};
}

async function lookAtRoles(tour: WatchedTour): Promise<string[]> {
	const { page } = tour;
	await openForm(tour, { resource: 'user', operation: 'invite' });
	await page.getByTestId('parameter-input-role').click();
	const options = page.getByRole('option').filter({ visible: true });
	await options.first().waitFor();
	const roles = await options.allInnerTexts();
	await page.keyboard.press('Escape');
	await closeForm(tour);
	return roles;
}

async function makeWebsite(tour: WatchedTour) {
	const { page, watch } = tour;
	const input = (name: string) => page.getByTestId(`parameter-input-${name}`);
	await openForm(tour, { resource: 'knowledgeBase', operation: 'create' });
	await input('type').click();
	await page.getByRole('option').filter({ hasText: 'Indexed Website' }).click();
	await input('websiteUrl').waitFor();
	await watch.look('Website');
	const websiteMarks = await page.evaluate<string[]>(MARKED_LABELS);
	await input('websiteUrl').locator('input').fill('https://www.example.com/help');
	await input('name').locator('input').fill('Help pages');
	await page.getByTestId('rlc-input').first().click();
	await page.getByTestId('rlc-item').first().click();
	await page.getByTestId('node-execute-button').click();
	const data = await jsonOutput(page, 'indexedWebsite');
	const website = await data.innerText();
	await clearToasts(page);
	await closeForm(tour);
	return { websiteMarks, website };
}
