import { version as platformVersion } from 'zapier-platform-core';

import { version } from '../package.json';
import { authentication } from './authentication';
import { addBearer } from './authentication/bearer';
import { creates, hydrators } from './creates';
import { searches, searchOrCreates } from './searches';
import { triggers } from './triggers';

/** The Zapier app: everything that `vivi/catalogue` describes. */
export default {
	version,
	platformVersion,
	// Fields that were left empty on purpose stay empty; the core decides what is sent.
	flags: { cleanInputData: false },
	authentication,
	beforeRequest: [addBearer],
	hydrators,
	triggers: byKey(triggers),
	searches: byKey(searches),
	creates: byKey(creates),
	searchOrCreates: byKey(searchOrCreates),
};

function byKey<Entry extends { key: string }>(entries: readonly Entry[]): Record<string, Entry> {
	return Object.fromEntries(entries.map((entry) => [entry.key, entry]));
}
