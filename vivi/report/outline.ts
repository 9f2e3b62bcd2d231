import { catalogue } from '../catalogue';
import { REPORTED, REPORTED_LISTS } from '../catalogue/report';
import { inertText } from '../text/inert-text';
import { shortened } from '../text/plain-text';
import { MAX_NAME_LENGTH, type ChangedRecord, type Report, type WorkspaceReport } from './types';

/**
 * The words of a report without any markup; each rendering escapes them in its own way. Text of VIVI
 * and its users is inert: no link, no mention, one line, and not too long.
 */
export interface Outline {
	title: string;
	/** 'Changes since …'; absent when no moment was given. */
	since?: string;
	/** The names of the figures: 'Agents', and 'agent' for a single one. */
	headings: Array<{ label: string; singular: string }>;
	total: OutlineRow;
	workspaces: OutlineRow[];
	/** 'and 100 more workspaces'; nothing when all are named. */
	moreWorkspaces: string[];
	/** The lists that could not be read, and why. */
	failures: Array<{ what: string; why: string }>;
	/** 'and 3 more'; nothing when all are named. */
	moreFailures: string[];
}

export interface OutlineRow {
	name: string;
	/**
	 * In the order of the headings; '?' where a list could not be read, '≥ 3' where only a part of it
	 * could.
	 */
	figures: string[];
	/** 'Created (2)' and the created records. */
	changes: Array<{ what: string; records: string }>;
}

/** How many changed records a text names, per workspace and kind. */
const NAMED_IN_TEXT = 10;
/** How many workspaces a text names for a shared failure. */
const WORKSPACES_NAMED = 5;
/** How many workspaces have a row of their own in a text; a chat cuts off longer texts. */
export const ROWS_IN_TEXT = 200;
/** How many different failures a text names. */
export const FAILURES_IN_TEXT = 50;
/** The longest text of a failure, in characters. */
const WHY_LENGTH = 500;

/** Puts a report into words. */
export function outline(report: Report): Outline {
	const { total, workspaces, since } = report;
	const changeKeys = since === null ? [] : (['createdCount', 'updatedCount'] as const);
	const keys = [...REPORTED_LISTS, ...changeKeys];
	const rows = rowsInText(workspaces);
	const failures = failuresOf(workspaces);
	return {
		title: 'VIVI report',
		...(since === null ? {} : { since: `Changes since ${utc(since)}` }),
		headings: [
			...REPORTED_LISTS.map((list) => ({
				label: REPORTED[list].plural,
				singular: REPORTED[list].label.toLowerCase(),
			})),
			...(since === null
				? []
				: [
						{ label: 'Created', singular: 'created' },
						{ label: 'Updated', singular: 'updated' },
					]),
		],
		total: {
			name: `${total.workspaceCount} ${total.workspaceCount === 1 ? 'workspace' : 'workspaces'}`,
			figures: keys.map((key) => {
				const whole = workspaces.every((one) =>
					key in REPORTED ? one[key] !== null : one.status === 'complete',
				);
				return figure(total[key], whole);
			}),
			changes: [],
		},
		workspaces: rows.map((one) => ({
			name: workspaceName(one),
			figures: keys.map((key) => figure(one[key], key in REPORTED || one.status === 'complete')),
			changes: changesOf(one),
		})),
		moreWorkspaces: more(workspaces.length - rows.length, ' workspaces'),
		failures: failures.slice(0, FAILURES_IN_TEXT),
		moreFailures: more(failures.length - FAILURES_IN_TEXT),
	};
}

function more(count: number, what = ''): string[] {
	return count > 0 ? [`and ${count} more${what}`] : [];
}

/**
 * All workspaces, or as many as a text may have: first those with changes, in the order of the
 * report.
 */
function rowsInText(workspaces: readonly WorkspaceReport[]): readonly WorkspaceReport[] {
	if (workspaces.length <= ROWS_IN_TEXT) return workspaces;
	const hasChanges = (one: WorkspaceReport) => changesOf(one).length > 0;
	const changed = workspaces.filter(hasChanges);
	const others = workspaces.filter((one) => !hasChanges(one));
	const shown = new Set([...changed, ...others].slice(0, ROWS_IN_TEXT));
	return workspaces.filter((one) => shown.has(one));
}

/** Somebody else's words, made safe for messages to people. */
function words(text: string | null, length = MAX_NAME_LENGTH): string {
	return shortened(inertText(text ?? ''), length);
}

function figure(value: number | null, whole: boolean): string {
	if (value === null) return '?';
	return whole ? String(value) : `≥ ${value}`;
}

function workspaceName({ name, workspaceId }: WorkspaceReport): string {
	return words(name) || words(workspaceId) || 'Workspace without a name';
}

function changesOf(one: WorkspaceReport): OutlineRow['changes'] {
	const { created, updated, createdCount, updatedCount, unknownCount } = one;
	return [
		...(createdCount ? [named('Created', createdCount, created)] : []),
		...(updatedCount ? [named('Updated', updatedCount, updated)] : []),
		...(unknownCount
			? [{ what: 'Not known', records: `${unknownCount} without the date that would tell` }]
			: []),
	];
}

function named(what: string, count: number, records: readonly ChangedRecord[]) {
	const shown = records
		.slice(0, NAMED_IN_TEXT)
		.map(
			({ name, id, resource }) =>
				`${words(name) || words(id) || 'without a name'} (${catalogue[resource].label.toLowerCase()})`,
		);
	const rest = count - shown.length;
	const end = rest > 0 ? ` and ${rest} more` : '';
	return { what: `${what} (${count})`, records: `${shown.join(', ')}${end}` };
}

/** Names a failure that many workspaces share only once. */
function failuresOf(workspaces: readonly WorkspaceReport[]): Outline['failures'] {
	const groups = new Map<string, { list: string; why: string; names: string[] }>();
	for (const workspace of workspaces) {
		for (const { resource, reason, hint } of workspace.failures) {
			const list = resource === 'workspace' ? '' : `${catalogue[resource].plural} of `;
			const why = words(`${reason} ${hint}`, WHY_LENGTH);
			const group = groups.get(`${list}${why}`) ?? { list, why, names: [] };
			group.names.push(workspaceName(workspace));
			groups.set(`${list}${why}`, group);
		}
	}
	return [...groups.values()].map(({ list, why, names }) => ({
		what: `${list}${names.length > WORKSPACES_NAMED ? `${names.length} workspaces` : names.join(', ')}`,
		why,
	}));
}

/** `2026-03-01 02:00 UTC` */
function utc(iso: string): string {
	return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
