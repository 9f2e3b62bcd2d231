import type { JsonObject } from '../http/json';
import { passes, type EventFilter } from './event-filter';
import type { KnownRecord, KnownRecords } from './known-records';
import { knownHolder, knownUntil, lastMoment, markAt, movedBy, type Added } from './mark';
import type { Watchable } from './watchable';
import { ONE_WRITE_MS } from './version';
import type { Growth, PolledList } from './watched-list';

/** The added records that are wanted, each as a change of its list. */
export function additionsOf(
	{ growth = [], holds, workspaceId }: PolledList,
	filter: EventFilter | undefined,
) {
	const { resource } = holds ?? {};
	if (!resource) return [];
	return growth.flatMap((one) => {
		const list = { resource, workspaceId: workspaceId!, holderId: one.holder.id };
		return wantedOf(one, resource, filter).map(({ id, record }) => ({
			list,
			change: { kind: 'created' as const, id, record, fingerprint: '' },
		}));
	});
}

function wantedOf(
	{ added = [], isFirst }: Growth,
	resource: Watchable,
	filter: EventFilter | undefined,
): readonly Added[] {
	return isFirst ? [] : added.filter(({ record }) => !filter || passes(record, resource, filter));
}

/**
 * The known holders after a poll, each with the mark up to which its list was reported. A holder whose list
 * was not read, or not reported to its end, differs from the known version again in the next poll.
 * @param known the known holders without those that were created or updated
 * @param reported the reported records
 * @param poll its filter, and when it began
 */
export function withMarks(
	known: KnownRecords,
	list: PolledList,
	reported: ReadonlySet<JsonObject>,
	poll: { filter: EventFilter | undefined; started: number },
): KnownRecords {
	const { growth = [], holds } = list;
	const doneOf = (one: Growth) => {
		const open = wantedOf(one, holds!.resource, poll.filter).find(
			({ record }) => !reported.has(record),
		);
		return open ? one.added!.indexOf(open) : one.added!.length;
	};
	const changes = list.known
		? growth.flatMap((one) => (one.added ? markAfter(one, one.added, doneOf(one)) : []))
		: firstMarks(list, poll.started);
	return changes.length === 0 ? known : new Map([...known, ...changes]);
}

/** At a first poll nobody knows of any added record. */
function firstMarks({ result }: PolledList, started: number): Array<[string, KnownRecord]> {
	const holders = result?.comparison.createdOrUpdated() ?? [];
	const records = holders.map(({ record }) => record);
	// A record may be added a little after its holder says so.
	const mark = markAt(knownUntil(records, started) + ONE_WRITE_MS);
	return holders.map(({ id, record, fingerprint }) => [id, knownHolder(record, fingerprint, mark)]);
}

/** @param done how many of the added records were reported or are not wanted */
function markAfter(
	{ holder, mark }: Growth,
	added: readonly Added[],
	done: number,
): Array<[string, KnownRecord]> {
	const isWhole = done === added.length;
	if (!isWhole && done === 0) return [];
	const { id, record } = holder;
	const after = movedBy(mark, added.slice(0, done)) ?? markAt(lastMoment(record));
	if (isWhole) return [[id, knownHolder(record, holder.fingerprint, after)]];
	// Without the record, which would equal the next one.
	const { payload } = knownHolder(record, UNFINISHED, after);
	return [[id, { payload }]];
}

/** Equals no fingerprint, so that the holder counts as updated. */
const UNFINISHED = '--------';
