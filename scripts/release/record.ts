import { writeFileSync } from 'node:fs';

import App from '../../zapier/src';
import type { App as Definition } from '../zapier/definition';
import { interfaceOf, LAST_RELEASE_FILE } from './zapier-interface';
import { print } from '../print/terminal';

/**
 * `npm run release:record`, after a version was promoted at Zapier: records its interface. `release:check`
 * compares the next version with it.
 */
const recorded = interfaceOf(App as Definition);
writeFileSync(LAST_RELEASE_FILE, `${JSON.stringify(recorded, null, '\t')}\n`);
print(`Recorded version ${recorded.version} in zapier/last-release.json; commit it.`);
