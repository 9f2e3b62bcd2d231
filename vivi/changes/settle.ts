import { fieldDigits } from './changed-fields';
import type { Change } from './compare';
import { entryOf, revisionOf, type Told, type ToldUnder } from './told';
import type { Missing, WatchedList } from './watched-list';

/** What a look at a list leads to. */
export interface Settled {
	/** To be told to the workflow. */
	wanted: Change[];
	/** To be taken note of without a word: nobody asked for them. */
	quiet: Change[];
	/** Under which conditions things are told from now on. */
	under: ToldUnder;
}

/**
 * Sorts what has changed in a list into what is told and what is only taken note of.
 *
 * What was not asked for before (another kind of event, other fields) gets its starting point from
 * this look, and so does a list seen for the first time; that takes a look at all of the list.
 * @returns undefined when the list has to stay as it is until then
 */
export function settle(list: WatchedList, only: string): Settled | undefined {
	const { told, look, missing, kinds } = list;
	const under: ToldUnder = { kinds, only };
	if (!look) return undefined;
	if (!told) {
		if (!look.isRead) return undefined;
		return { wanted: [], quiet: look.comparison.sightings(), under };
	}
	const added = kinds.filter(
		(kind) => !list.under.kinds.includes(kind) || (kind === 'updated' && list.under.only !== only),
	);
	const conditionsChanged = added.length > 0 || list.under.only !== only;
	if (conditionsChanged && !look.isRead) return undefined;
	const settled: Settled = { wanted: [], quiet: [], under };
	for (const change of [...look.comparison.sightings(), ...(missing?.gone ?? [])]) {
		const isWanted = kinds.includes(change.kind) && !added.includes(change.kind);
		(isWanted ? settled.wanted : settled.quiet).push(change);
	}
	return settled;
}

/**
 * What has been told once these changes have.
 * @param missing what else is to be remembered of the records that are not there
 */
export function apply(
	told: Told | undefined,
	changes: readonly Change[],
	fields: readonly string[],
	missing?: Missing,
): Told {
	const counts = new Map(missing?.looks);
	for (const id of missing?.back ?? []) counts.set(id, 0);
	if (told && changes.length === 0 && counts.size === 0) return told;
	// The map may be in use elsewhere: it stands for what was told before.
	const next: Told = new Map(told);
	for (const change of changes) {
		if (change.kind === 'deleted') {
			next.delete(change.id);
			continue;
		}
		const { id, record, fingerprint } = change;
		const revision = change.kind === 'updated' ? revisionOf(change.before) + 1 : 0;
		const digits = fieldDigits(record, fields);
		next.set(id, entryOf(id, record, { fingerprint, revision, digits }));
	}
	for (const [id, missed] of counts) {
		const entry = next.get(id);
		if (entry) next.set(id, { ...entry, missed });
	}
	return next;
}
