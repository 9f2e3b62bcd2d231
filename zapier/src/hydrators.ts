import { operationsOf, resources } from '../../vivi/catalogue';
import type { Choice } from '../../vivi/run/ports';
import { performOperation } from './operation';

type Hydrator = ReturnType<typeof hydrator>;

/**
 * Fetches files. Zapier calls it when a later step wants the file, with the values of the step
 * before (docs.zapier.com › Dehydration).
 */
export const hydrators: Readonly<Record<string, Hydrator>> = Object.fromEntries(
	resources.flatMap((group) =>
		operationsOf(group)
			.filter(({ kind }) => kind === 'download')
			.map((operation) => [hydratorKey({ group, operation }), hydrator({ group, operation })]),
	),
);

/** Letters and digits: Zapier allows no others here. */
export function hydratorKey({ group, operation }: Choice): string {
	return `${operation.name}${group.label.replace(/\W/g, '')}`;
}

function hydrator(choice: Choice) {
	const perform = performOperation(choice);
	return async (...call: Parameters<typeof perform>) => {
		const [given] = await perform(...call);
		return given!['file'];
	};
}
