import { version as platformVersion } from 'zapier-platform-core';

import { version } from '../../package.json';

/** The Zapier app: everything VIVI offers, as `vivi/catalogue` describes it. */
export default {
	version,
	platformVersion,
	// Values that were left out of a body on purpose stay out, and an empty list stays a list.
	flags: { cleanInputData: false },
};
