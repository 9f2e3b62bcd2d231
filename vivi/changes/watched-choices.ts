import type { ResourceName } from '../catalogue/types';
import { toChoice, type Choice } from '../client/choices';
import type { Client } from '../client/client';
import { readRecords, type Workspaces } from './account-records';
import { watchableNamed } from './watchable';

/** The most choices of a dropdown; for other records a person enters the ID. */
const MOST_CHOICES = 1000;

/** The records of a resource in the watched workspaces, to choose from. */
export async function watchedChoices(
	client: Client,
	name: ResourceName,
	workspaces: Workspaces,
): Promise<Choice[]> {
	const resource = watchableNamed(name);
	const { found } = await readRecords(client, resource, { workspaces });
	return found.slice(0, MOST_CHOICES).flatMap(({ record }) => toChoice(record, resource.of) ?? []);
}
