import { version as platformVersion } from 'zapier-platform-core';

import { version } from '../package.json';
import { authentication } from './authentication';
import { addBearer } from './authentication/bearer';

/** The Zapier app: everything VIVI offers, as `vivi/catalogue` describes it. */
export default {
	version,
	platformVersion,
	// What was left empty on purpose stays as it is; the core decides what is sent.
	flags: { cleanInputData: false },
	authentication,
	beforeRequest: [addBearer],
};
