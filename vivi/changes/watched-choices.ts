import type { ResourceName } from '../catalogue/types';
import {
	allChoices,
	MOST_CHOICES,
	moreThan,
	type AllChoices,
	type Choice,
} from '../client/choices';
import type { Client } from '../client/client';
import { mapConcurrently } from '../client/map-concurrently';
import { isOutOfReach } from '../client/out-of-reach';
import { MOST_FOR_EXAMPLES, workspaceIdsOf, type Workspaces } from './account-records';
import { isMade } from './identity';
import { watchableNamed } from './watchable';

/**
 * The records of a resource in the watched workspaces, to choose from; the first ones where there are many.
 * Workspaces that are gone or closed to the key are left out.
 */
export async function watchedChoices(
	client: Client,
	name: ResourceName,
	workspaces: Workspaces,
): Promise<AllChoices> {
	const { of } = watchableNamed(name);
	const all = await workspaceIdsOf(client, workspaces, MOST_FOR_EXAMPLES);
	const ids = all.filter((id) => !isMade(id));
	const choices: Choice[] = [];
	let read = 0;
	let isMore = all.length >= MOST_FOR_EXAMPLES;
	while (read < ids.length && choices.length < MOST_CHOICES) {
		const some = ids.slice(read, read + client.atOnce());
		const settled = await mapConcurrently(some, some.length, (workspaceId) =>
			allChoices(client, of, { workspaceId }),
		);
		for (const one of settled) {
			if (!one.ok && !isOutOfReach(one.error)) throw one.error;
			if (!one.ok) continue;
			choices.push(...one.value.choices);
			isMore ||= one.value.more !== undefined;
		}
		read += some.length;
	}
	isMore ||= read < ids.length || choices.length > MOST_CHOICES;
	const shown = choices.slice(0, MOST_CHOICES);
	return isMore ? { choices: shown, more: moreThan(of, shown.length) } : { choices: shown };
}
