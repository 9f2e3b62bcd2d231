import type { Trigger } from 'zapier-platform-core';

import { watchable } from '../../../vivi/changes/watchable';
import { newRecordTrigger } from './new-record';
import { updatedRecordTrigger } from './updated-record';

/** New … and Updated … for every resource whose changes can be watched. */
export const triggers: readonly Trigger[] = watchable.flatMap((resource) => [
	newRecordTrigger(resource),
	updatedRecordTrigger(resource),
]);
