import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ZapierInterface } from './zapier-interface';

/** Where the Zapier app's interface is kept as the last promoted version had it. */
export const LAST_RELEASE_FILE = join(__dirname, '../../zapier/last-release.json');

/** What Zaps made with the last promoted version rest on; undefined before the first one. */
export function lastRelease(): ZapierInterface | undefined {
	if (!existsSync(LAST_RELEASE_FILE)) return undefined;
	return JSON.parse(readFileSync(LAST_RELEASE_FILE, 'utf8')) as ZapierInterface;
}
