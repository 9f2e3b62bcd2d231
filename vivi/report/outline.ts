import { catalogue } from '../catalogue';
import { FIGURES, type Figure } from '../catalogue/report';
import { inertText } from '../text/inert-text';
import { shortened } from '../text/plain-text';
import {
	MAX_NAME_LENGTH,
	UNKNOWN_END,
	type ChangedRecord,
	type Report,
	type ReportTotal,
	type WorkspaceReport,
} from './types';

/**
 * The words of a report without any markup; each rendering escapes them in its own way. Text of VIVI
 * and its users is inert: no link, no mention, one line, and not too long.
 */
interface Outline {
	title: string;
	/** 'Changes since …'; absent when no moment was given. */
	since?: string;
	/** 'Compared with the report of …'; absent when it is compared with none. */
	comparedWith?: string;
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

/**
 * Puts a report into words.
 * @param most workspaces that have a row of their own
 */
export function outline(report: Report, most = ROWS_IN_TEXT): Outline {
	const { total, workspaces, since, comparedWith, figures } = report;
	const rows = rowsInText(workspaces, most);
	const failures = failuresOf(workspaces);
	const row = (one: WorkspaceReport | ReportTotal, isAll: (figure: Figure) => boolean) => [
		...figures.map((name) => figure(one[name], isAll(name), one.difference?.[name])),
		...(since === null ? [] : CHANGES).map(({ key }) => {
			const complete = 'status' in one ? one.status === 'complete' : workspaces.every(isComplete);
			return figure(one[key], complete);
		}),
	];
	return {
		title: 'VIVI report',
		...(since === null ? {} : { since: `Changes since ${utc(since)}` }),
		...(comparedWith === undefined ? {} : { comparedWith: comparison(comparedWith) }),
		headings: [
			...figures.map((name) => ({
				label: FIGURES[name].plural,
				singular: FIGURES[name].label.toLowerCase(),
			})),
			...(since === null ? [] : CHANGES).map(({ label }) => ({
				label,
				singular: label.toLowerCase(),
			})),
		],
		total: {
			name: `${total.workspaceCount} ${total.workspaceCount === 1 ? 'workspace' : 'workspaces'}`,
			figures: row(total, (name) => workspaces.every((one) => isWhole(one, name))),
			changes: [],
		},
		workspaces: rows.map((one) => ({
			name: workspaceName(one),
			figures: row(one, (name) => isWhole(one, name)),
			changes: [...changesOf(one), ...activityOf(one)],
		})),
		moreWorkspaces: more(workspaces.length - rows.length, ' workspaces'),
		failures: failures.slice(0, FAILURES_IN_TEXT),
		moreFailures: more(failures.length - FAILURES_IN_TEXT),
	};
}

const CHANGES = [
	{ key: 'createdCount', label: 'Created' },
	{ key: 'updatedCount', label: 'Updated' },
] as const;

function isComplete({ status }: WorkspaceReport): boolean {
	return status === 'complete';
}

/** Whether a figure counts all records: its list was read, and does not go on as far as is known. */
function isWhole(one: WorkspaceReport, name: Figure): boolean {
	const { name: resource } = FIGURES[name === 'messages' ? 'threads' : name];
	const goesOn = one.failures.some((it) => it.code === UNKNOWN_END && it.resource === resource);
	return !goesOn && (one[name] ?? null) !== null;
}

function comparison(before: string | null): string {
	return before === null
		? 'There is no earlier report to compare with.'
		: `In brackets: since the report of ${utc(before)}`;
}

function more(count: number, what = ''): string[] {
	return count > 0 ? [`and ${count} more${what}`] : [];
}

/**
 * All workspaces, or as many as a text may have: first those with changes, in the order of the
 * report.
 */
function rowsInText(
	workspaces: readonly WorkspaceReport[],
	most: number,
): readonly WorkspaceReport[] {
	if (workspaces.length <= most) return workspaces;
	const hasChanges = (one: WorkspaceReport) => one.hasChanges === true || changesOf(one).length > 0;
	const changed = workspaces.filter(hasChanges);
	const others = workspaces.filter((one) => !hasChanges(one));
	const shown = new Set([...changed, ...others].slice(0, most));
	return workspaces.filter((one) => shown.has(one));
}

/** Somebody else's words, made safe for messages to people. */
function words(text: string | null, length = MAX_NAME_LENGTH): string {
	return shortened(inertText(text ?? ''), length);
}

function figure(
	value: number | null | undefined,
	whole: boolean,
	difference?: number | null | undefined,
): string {
	if (value === null || value === undefined) return '?';
	const grown = difference ? ` (${difference > 0 ? '+' : '−'}${Math.abs(difference)})` : '';
	return `${whole ? '' : '≥ '}${value}${grown}`;
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

/** The agents that people have talked to most. */
function activityOf({ activity = [] }: WorkspaceReport): OutlineRow['changes'] {
	if (activity.length === 0) return [];
	const shown = activity.slice(0, NAMED_IN_TEXT).map(({ name, agentId, threads, messages }) => {
		const agent = words(name) || words(agentId) || 'No agent';
		const said = messages === null ? '' : `, ${counted(messages, 'message')}`;
		return `${agent}: ${counted(threads, 'thread')}${said}`;
	});
	const rest = activity.length - shown.length;
	return [
		{ what: 'Agents', records: `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}` },
	];
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
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
