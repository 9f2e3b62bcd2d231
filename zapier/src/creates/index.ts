import type { Create } from 'zapier-platform-core';

import { groups, offeredOf } from '../../../vivi/catalogue';
import { showsRecords } from '../../../vivi/catalogue/form';
import type { Group } from '../../../vivi/catalogue/types';
import type { Choice } from '../../../vivi/run/ports';
import { hydratorKey, hydrators } from '../hydrators';
import { describeOperation, performOperation } from '../operation';

/**
 * Everything that changes something in VIVI, and what has no better place in Zapier. A step is for one item
 * at a time, so that there is never a second one to be taken along.
 */
export const creates: readonly Create[] = Object.values<Group>(groups).flatMap((group) =>
	offeredOf(group)
		.filter((operation) => !showsRecords(operation) && !operation.takesMany)
		.map((operation) => create({ group, operation })),
);

function create(choice: Choice): Create {
	const isDownload = choice.operation.kind === 'download';
	const perform = isDownload ? performDownload(choice) : performOperation(choice);
	const { operation, ...rest } = describeOperation(choice);
	return {
		...rest,
		operation: { ...operation, perform: async (z, bundle) => (await perform(z, bundle))[0]! },
	};
}

/** Gives the record, and a file that Zapier fetches when a later step wants it. */
function performDownload(choice: Choice): ReturnType<typeof performOperation> {
	const { group } = choice;
	const read = performOperation({ group, operation: group.operations['get']! });
	const hydrator = hydrators[hydratorKey(choice)]!;
	return async (z, bundle) => {
		const records = await read(z, bundle);
		return records.map((record) => ({
			...record,
			file: z.dehydrateFile(hydrator, bundle.inputData),
		}));
	};
}
