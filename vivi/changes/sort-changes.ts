import type { Change } from './comparison';
import { isWantedChange, type EventFilter } from './event-filter';
import type { ReportScope } from './known-records';
import type { PolledList } from './watched-list';

/** The changes of a list. */
export interface SortedChanges {
	/** To be reported to the workflow. */
	toReport: readonly Change[];
	/** Nobody asked for these: they become known without an event. */
	unreported: readonly Change[];
	/** The scope of the known records from now on. */
	scope: ReportScope;
}

/**
 * Separates the changes of a list that are reported from those that only become known.
 *
 * A list that is read for the first time only becomes known. So does what is watched for the first time
 * (another kind of event, other fields). Both need a poll that reads all of the list.
 * @returns undefined when the known records have to stay as they are until then
 */
export function sortChanges(
	list: PolledList,
	only: string,
	filter?: EventFilter,
): SortedChanges | undefined {
	const { known, result, missing, kinds } = list;
	const scope: ReportScope = { kinds, only };
	if (!result) return undefined;
	if (!known) {
		if (!result.isRead) return undefined;
		return { toReport: [], unreported: result.comparison.createdOrUpdated(), scope };
	}
	const hasOtherFields = list.scope.only !== only;
	const added = kinds.filter(
		(kind) => !list.scope.kinds.includes(kind) || (kind === 'updated' && hasOtherFields),
	);
	if ((added.length > 0 || hasOtherFields) && !result.isRead) return undefined;
	const changes = [...result.comparison.createdOrUpdated(), ...(missing?.deleted ?? [])];
	const isReported = (change: Change) =>
		kinds.includes(change.kind) &&
		!added.includes(change.kind) &&
		isWantedChange(change, list.resource, filter);
	return {
		toReport: changes.filter(isReported),
		unreported: changes.filter((change) => !isReported(change)),
		scope,
	};
}
