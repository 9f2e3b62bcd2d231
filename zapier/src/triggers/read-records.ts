import { catalogue, findOperation } from '../../../vivi/catalogue';
import type { Resource } from '../../../vivi/catalogue/types';
import type { Client } from '../../../vivi/client/client';
import { recordMoments } from '../../../vivi/client/moments';
import { readId } from '../../../vivi/client/read-list';
import { mapConcurrently } from '../../../vivi/client/run-concurrently';
import { ViviError } from '../../../vivi/errors';
import type { JsonObject } from '../../../vivi/http/json';
import type { Step } from '../step';
import { toKey } from '../fields/key';

/** A record as it was found, and where. */
export interface Found {
	id: string;
	workspaceId?: string;
	record: JsonObject;
}

/** Lists that are read side by side. */
const LISTS_AT_ONCE = 5;

/**
 * The records a trigger looks at, in the order of the lists. VIVI documents no order of its lists and
 * none to ask for, so a new record may stand on any page: all pages are read at each poll. Zapier does
 * not go on to further pages of a trigger by itself, and tells new from old by what it remembers of
 * every poll before; so all records are handed over, while the Zap is turned on and later on. Only in the
 * editor, where a few examples are wanted, a page is enough.
 * @throws ViviError when not all could be read in the time there is: a part of them would make Zapier
 * take the rest for new ones later on
 */
export async function readRecords(at: Step, resource: Resource): Promise<Found[]> {
	const { inputData, meta } = at.bundle;
	const client = at.client();
	const onePage = meta?.isLoadingSample === true;
	const chosen = String(inputData[toKey(catalogue.workspace.idField)] ?? '').trim();
	if (resource.name === 'workspace') return await readList(client, resource, undefined, onePage);
	if (chosen !== '') return await readList(client, resource, chosen, onePage);
	if (client.workspaceId !== undefined) {
		return await readList(client, resource, client.workspaceId, onePage);
	}
	const workspaces = await readList(client, catalogue.workspace, undefined, onePage);
	const settled = await mapConcurrently(
		onePage ? workspaces.slice(0, LISTS_AT_ONCE) : workspaces,
		LISTS_AT_ONCE,
		async ({ id }) => await readList(client, resource, id, onePage),
	);
	return settled.flatMap((outcome) => {
		if (outcome.ok) return outcome.value;
		throw outcome.error;
	});
}

/** Newest first, as Zapier wants it; records that do not tell their time keep their order. */
export function newestFirst(found: readonly Found[], kind: 'created' | 'updated'): Found[] {
	const moment = ({ record }: Found) => {
		const { created, updated } = recordMoments(record);
		return (kind === 'created' ? created : (updated ?? created)) ?? -Infinity;
	};
	return found
		.map((one) => ({ one, at: moment(one) }))
		.sort((a, b) => (a.at === b.at ? 0 : b.at - a.at))
		.map(({ one }) => one);
}

async function readList(
	client: Client,
	resource: Resource,
	workspaceId: string | undefined,
	onePage: boolean,
): Promise<Found[]> {
	const found: Found[] = [];
	const place = workspaceId === undefined ? {} : { workspaceId };
	const operation = findOperation(resource, 'getAll')!;
	for await (const page of client.list(resource, operation, { ids: place })) {
		for (const record of page) found.push({ id: idOf(record, resource), ...place, record });
		if (onePage) break;
	}
	return found;
}

function idOf(record: JsonObject, resource: Resource): string {
	const id = readId(record, resource);
	if (id !== undefined) return id;
	throw new ViviError({
		code: 'no_id',
		message: `VIVI lists ${resource.plural.toLowerCase()} without an ID, so new ones cannot be told from old ones.`,
		hint: "Use the 'API Request' action in a Zap that runs on a schedule instead.",
	});
}
