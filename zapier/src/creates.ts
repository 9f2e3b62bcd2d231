import type { Bundle, Create, ZObject } from 'zapier-platform-core';

import { groups, offeredOf } from '../../vivi/catalogue';
import { showsRecords } from '../../vivi/catalogue/form';
import type { Group } from '../../vivi/catalogue/types';
import type { Choice } from '../../vivi/run/ports';
import { operationStep, performOperation } from './operation';

const choices: Choice[] = Object.values<Group>(groups).flatMap((group) =>
	offeredOf(group)
		// A step is for one item at a time, so that there is never a second one to be taken along.
		.filter((operation) => !showsRecords(operation) && !operation.takesMany)
		.map((operation) => ({ group, operation })),
);

const isDownload = ({ operation }: Choice) => operation.kind === 'download';

/**
 * Fetch files. Zapier calls them when a later step wants the file, with the values of the step before
 * (docs.zapier.com › Dehydration).
 */
export const hydrators = Object.fromEntries(
	choices.filter(isDownload).map((choice) => {
		const perform = performOperation(choice);
		const fetchFile = async (...call: Parameters<typeof perform>) =>
			(await perform(...call))[0]!['file'];
		return [hydratorKey(choice), fetchFile];
	}),
);

/** Everything that changes something in VIVI, and what has no better place in Zapier. */
export const creates: readonly Create[] = choices.map((choice) => {
	const perform = isDownload(choice) ? performDownload(choice) : performOperation(choice);
	return operationStep(
		choice,
		async (z: ZObject, bundle: Bundle) => (await perform(z, bundle))[0]!,
	);
});

/** Letters and digits: Zapier allows no others here. */
function hydratorKey({ group, operation }: Choice): string {
	return `${operation.name}${group.label.replace(/\W/g, '')}`;
}

/** Gives the record, and a file that Zapier fetches when a later step wants it. */
function performDownload(choice: Choice): ReturnType<typeof performOperation> {
	const { group } = choice;
	const read = performOperation({ group, operation: group.operations['get']! });
	const hydrator = hydrators[hydratorKey(choice)]!;
	return async (z, bundle) => {
		const file = z.dehydrateFile(hydrator, bundle.inputData);
		return (await read(z, bundle)).map((record) => ({ ...record, file }));
	};
}
