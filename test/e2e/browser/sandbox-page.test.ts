import type { Page } from 'playwright-core';

import { startSandbox, type Sandbox } from '../../../sandbox/server';
import { openChromium, requireChromium } from '../../../scripts/editor/chromium';
import { exchange, tokenOf } from '../../unit/sandbox/support';

jest.setTimeout(90_000);

let sandbox: Sandbox;
let browser: Awaited<ReturnType<typeof openChromium>>;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
	sandbox = await startSandbox();
	const size = { width: 1200, height: 900 };
	browser = await openChromium(requireChromium(console.log), size);
	page = browser.page;
	page.on('pageerror', ({ message }) => errors.push(message));
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(message.text());
	});
	await page.goto(sandbox.url);
}, 300_000);
afterAll(async () => {
	await browser?.close();
	await sandbox?.close();
});

const rowOf = (name: string) => page.locator('#keys tr').filter({ hasText: name });
const press = async (name: string, button: string) =>
	await rowOf(name).getByRole('button', { name: button }).click();
const calls = () => page.locator('#calls tr');

test('shows the account, and of the keys no more than the end of a secret', async () => {
	await rowOf('Account key').waitFor();
	const text = await page.locator('body').innerText();
	expect(text).toContain(sandbox.accountId);
	for (const { name } of sandbox.data.list('workspace')) expect(text).toContain(name);
	const { clientId, clientSecret } = sandbox.keys.account;
	expect(text).toContain(clientId);
	expect(text).toContain(`…${clientSecret.slice(-4)}`);
	expect(await page.content()).not.toContain(clientSecret);
});

test('shows exchanges and calls while they come in, with the key they came with', async () => {
	await tokenOf(sandbox, sandbox.keys.account);
	await calls().filter({ hasText: '/oauth/token' }).filter({ hasText: 'Account key' }).waitFor();
	await rowOf('Account key').getByRole('cell', { name: '1', exact: true }).waitFor();
});

test('Expire tokens ends them', async () => {
	const token = await tokenOf(sandbox, sandbox.keys.account);
	await rowOf('Account key').getByRole('cell', { name: '2', exact: true }).waitFor();
	await press('Account key', 'Expire tokens');
	await rowOf('Account key').getByRole('cell', { name: '0', exact: true }).waitFor();
	const { status } = await fetch(`${sandbox.url}/accounts/${sandbox.accountId}/workspaces`, {
		headers: { authorization: `Bearer ${token}` },
	});
	expect(status).toBe(401);
	await calls().filter({ hasText: '/workspaces' }).filter({ hasText: '401' }).waitFor();
});

test('Rotate shows the new secret once', async () => {
	await press('Account key', 'Rotate');
	await page.locator('#secret').waitFor();
	const secret = await page.locator('#secret-value').innerText();
	const { account } = sandbox.keys;
	expect((await exchange(sandbox, account)).status).toBe(401);
	expect((await exchange(sandbox, { ...account, clientSecret: secret })).status).toBe(200);
	await page.getByRole('button', { name: 'Done' }).click();
	expect(await page.locator('#secret').isVisible()).toBe(false);
	expect(await page.content()).not.toContain(secret);
	await rowOf(`…${secret.slice(-4)}`).waitFor();
});

test('Deactivate asks first, then ends the key', async () => {
	const { workspace } = sandbox.keys;
	const answers = ['dismiss', 'accept'] as const;
	const asked: string[] = [];
	page.on('dialog', (dialog) => {
		asked.push(dialog.message());
		void dialog[answers[asked.length - 1]!]();
	});
	await press('Workspace key', 'Deactivate');
	expect((await exchange(sandbox, workspace)).status).toBe(200);
	await press('Workspace key', 'Deactivate');
	await rowOf('Workspace key').getByText('Deactivated').waitFor();
	expect((await exchange(sandbox, workspace)).status).toBe(401);
	expect(asked).toEqual([
		expect.stringContaining('Workspace key'),
		expect.stringContaining('Workspace key'),
	]);
	expect(await rowOf('Workspace key').getByRole('button', { disabled: false }).count()).toBe(0);
});

test('the page works without an error', () => expect(errors).toEqual([]));
