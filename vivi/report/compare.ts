import type { Figure } from '../catalogue/report';
import { isJsonObject, type JsonObject, type JsonValue } from '../http/json';
import { countsOf } from './counts';
import type { Counts, Report, WorkspaceReport } from './types';
import { hasChanges, hasChangesInAny } from './has-changes';

/** The part of a report that the next one is compared with. */
interface Remembered {
	/** The start of the report, as ISO 8601 in UTC. */
	at: string;
	figures: readonly Figure[];
	/** By the IDs of the workspaces, in the order of the figures. */
	workspaces: Readonly<Record<string, ReadonlyArray<number | null>>>;
}

/** The stored part of a report that began at that moment. */
export function rememberedOf({ figures, workspaces }: Report, at: string): JsonObject {
	return {
		at,
		figures: [...figures],
		workspaces: Object.fromEntries(
			workspaces
				.filter(({ workspaceId }) => workspaceId !== null)
				.map((one) => [one.workspaceId!, figures.map((figure) => one[figure] ?? null)]),
		),
	};
}

/** Reads a stored report; undefined for anything else. */
export function readRemembered(kept: JsonValue | undefined): Remembered | undefined {
	if (kept === undefined || !isJsonObject(kept)) return undefined;
	const { at, figures, workspaces } = kept;
	const isWhole =
		typeof at === 'string' &&
		!Number.isNaN(Date.parse(at)) &&
		Array.isArray(figures) &&
		workspaces !== undefined &&
		isJsonObject(workspaces) &&
		Object.values(workspaces).every(Array.isArray);
	return isWhole ? (kept as unknown as Remembered) : undefined;
}

/** Compares a report with the one before: the differences of all figures. */
export function compared(report: Report, before: Remembered | undefined): Report {
	const { figures, total } = report;
	const workspaces = report.workspaces.map((one) => {
		const previous = before && previousOf(one, before, figures);
		const is = { ...one, ...differenceOf(one, previous ?? null, figures) };
		// A new workspace counts as a change.
		const isNew = before !== undefined && !previous && one.workspaceId !== null;
		return { ...is, hasChanges: isNew ? true : hasChanges(is) };
	});
	const sums = before ? sumsOf(before, figures) : null;
	// What could not be read this time has not gone.
	const whole = countsOf(figures, (figure) =>
		workspaces.every((one) => (one[figure] ?? null) !== null) ? (total[figure] ?? null) : null,
	);
	const isGone = Object.keys(before?.workspaces ?? {}).some((id) =>
		workspaces.every(({ workspaceId }) => workspaceId !== id),
	);
	return {
		...report,
		comparedWith: before?.at ?? null,
		workspaces,
		total: {
			...total,
			...differenceOf(whole, sums, figures),
			hasChanges: isGone
				? true
				: workspaces.length === 0
					? total.hasChanges
					: hasChangesInAny(workspaces),
		},
	};
}

function previousOf(
	{ workspaceId }: WorkspaceReport,
	before: Remembered,
	figures: readonly Figure[],
): Counts | undefined {
	const known =
		workspaceId !== null && Object.hasOwn(before.workspaces, workspaceId)
			? before.workspaces[workspaceId]
			: undefined;
	return known && countsOf(figures, (figure) => known[before.figures.indexOf(figure)] ?? null);
}

/** The sum over the workspaces; null where one of the values is not known. */
function sumsOf(before: Remembered, figures: readonly Figure[]): Counts {
	return countsOf(figures, (figure) => {
		const at = before.figures.indexOf(figure);
		const values = Object.values(before.workspaces).map((one) => one[at] ?? null);
		return values.includes(null) ? null : values.reduce<number>((sum, one) => sum + one!, 0);
	});
}

function differenceOf(now: Counts, previous: Counts | null, figures: readonly Figure[]) {
	if (previous === null) return { previous, difference: null };
	const difference = countsOf(figures, (figure) => {
		const [is, was] = [now[figure] ?? null, previous[figure] ?? null];
		return is === null || was === null ? null : is - was;
	});
	return { previous, difference };
}
