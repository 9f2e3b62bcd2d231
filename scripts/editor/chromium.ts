import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium, selectors, type Page } from 'playwright-core';
import { print, printError } from '../print/terminal';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ADVICE =
	'Install Chromium (on Debian: apt-get install chromium), or set VIVI_CHROMIUM to the path of one.';

/** Without these Chromium looks up hosts of its maker at every start. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * The Chromium of this machine, installed from Debian's packages if it is missing and the user is
 * root.
 * @throws Error that says what to do when there is none
 */
export function requireChromium(log: (line: string) => void): string {
	const named = process.env['VIVI_CHROMIUM'];
	if (named !== undefined) {
		if (existsSync(named)) return named;
		throw new Error('VIVI_CHROMIUM names a file that is not there.');
	}
	const present = PATHS.find((path) => existsSync(path));
	if (present) return present;
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(ADVICE);

	log('Installing Chromium from the packages of this system …');
	const install = ['install', '-y', '--no-install-recommends', 'chromium'];
	const apt = (argumentsOfIt: string[]) =>
		spawnSync('apt-get', argumentsOfIt, {
			stdio: 'ignore',
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		}).status === 0;
	// Package lists may be old, or missing altogether.
	if (!apt(install)) void (apt(['update']) && apt(install));
	const installed = PATHS.find((path) => existsSync(path));
	if (!installed) throw new Error(`Chromium could not be installed by apt-get. ${ADVICE}`);
	return installed;
}

/**
 * A headless Chromium with an empty profile.
 * @param size of its window, in pixels
 */
export async function openChromium(
	executablePath: string,
	size: { width: number; height: number },
): Promise<{ page: Page; close(): Promise<void> }> {
	// The names of the parts of n8n's pages for tests.
	selectors.setTestIdAttribute('data-test-id');
	const profile = mkdtempSync(join(tmpdir(), 'vivi-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath,
		args: ARGUMENTS,
		headless: true,
		viewport: size,
		colorScheme: 'light',
		locale: 'en-US',
		timezoneId: 'UTC',
		reducedMotion: 'reduce',
	});
	const page = context.pages()[0] ?? (await context.newPage());
	page.setDefaultTimeout(60_000);
	return {
		page,
		close: async () => {
			await context.close();
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

// Says whether there is a Chromium, for scripts such as .ci/run.
if (require.main === module) {
	try {
		print(requireChromium(print));
	} catch (error) {
		printError(error);
		process.exitCode = 1;
	}
}
