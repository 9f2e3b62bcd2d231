import { LONGEST_HELD_MS } from '../../vivi/http/request-rate';
import type { Expected, Fault, Kind } from './matrix';
import type { Played } from './play';
import type { Shell } from './shell';
import { firstHit, type Access, type Extent } from './world';

export interface Case {
	kind: Kind;
	extent: Extent;
}

/** The kinds of operation that a fault concerns, each hit by it always, once, or both. */
export function casesOf(fault: Fault): Case[] {
	const extents: Extent[] = [];
	if (!fault.meanwhile) extents.push('always');
	if (fault.passes) extents.push('once');
	const kinds = Object.keys(fault.expected) as Kind[];
	const cases = extents.flatMap((extent) => kinds.map((kind) => ({ kind, extent })));
	// A report whose workspaces could be listed, and nothing in them.
	const isReportHit = fault.rule && fault.passes && fault.expected.report;
	return isReportHit ? [...cases, { kind: 'report', extent: 'from the second on' }] : cases;
}

/** What is to come of it; what is sent again after a fault that has passed succeeds. */
export function expectedOf(shell: Shell, fault: Fault, { kind, extent }: Case): Expected {
	const expected = shell.differs?.(fault, kind) ?? fault.expected[kind]!;
	// The report then lacks a single list, and says so.
	const isPartial = kind === 'report' && extent === 'once' && expected.sent === 'once';
	if (isPartial && expected.code !== 'ok') {
		return { code: 'ok', sent: 'once', named: expected.code };
	}
	const passed = extent === 'once' && !fault.meanwhile && expected.sent !== 'once';
	return passed ? { ...expected, code: 'ok' } : expected;
}

/**
 * Where a shell does other than the matrix says; empty when all is well.
 * @param core what the core without a shell makes of the same, for the words of the error
 */
export function deviations(
	shell: Shell,
	fault: Fault,
	which: Case,
	played: Played,
	core?: Played,
): string[] {
	const { outcome, stats } = played;
	const expected = expectedOf(shell, fault, which);
	const found: string[] = [];
	const compare = (what: string, is: unknown, shouldBe: unknown) => {
		if (is !== shouldBe) found.push(`${what}: ${String(is)} instead of ${String(shouldBe)}`);
	};

	if (outcome.items) compare('result', 'ok', expected.code);
	else compare('result', outcome.error?.code ?? expected.code, expected.code);
	if (!outcome.items && expected.code === 'ok') found.push(`error: ${outcome.error?.message}`);
	compare('changes made', played.effect, effectOf(fault, which, expected));
	const requests = requestsOf(shell, fault, which, played);
	if (fault.unreachable) compare('tries', outcome.waits.length + 1, requests ?? 1);
	else if (requests !== undefined) {
		compare('requests', which.kind === 'exchange' ? stats.exchanges : stats.apiCalls, requests);
	}
	const waited = outcome.waits.reduce((sum, ms) => sum + ms, 0);
	// The lists of a report wait side by side, and the limiter may hold each try of them back besides.
	// Waits take no time here, so those that would run side by side are added up.
	const longest = played.report
		? played.report.lists * (shell.patienceMs + shell.tries * LONGEST_HELD_MS)
		: shell.patienceMs;
	if (waited > longest) found.push(`waited for ${waited} ms`);
	if (played.report && outcome.items) {
		found.push(...played.report.wrong);
		compare('named', played.report.named.join(), expected.named ?? '');
	}

	found.push(...secretsIn(outcome.left, played.access).map((what) => `${what} in what is left`));
	compare('secrets sent to the API', stats.secretLeaks, 0);
	compare('access tokens sent to the token URL', stats.bearersAtTokenUrl, 0);
	if (played.told) compare('told of the new record', toldOf(played), 'once');
	if (core?.outcome.error && outcome.error) {
		const { message, hint } = core.outcome.error;
		found.push(...otherWords(outcome.error, { message, hint }));
	}
	return found;
}

function effectOf(fault: Fault, { kind, extent }: Case, { code }: Expected): number {
	const isWrite = !['list', 'get', 'poll', 'report', 'exchange'].includes(kind);
	if (!isWrite) return 0;
	if (fault.carriedOut) return 1;
	// The fault's answer took the place of the work, except in the try that it let pass.
	const reachesVivi = extent === 'once' && code === 'ok' && fault.expected[kind]!.sent !== 'once';
	return reachesVivi || (fault.meanwhile && code === 'ok') ? 1 : 0;
}

function requestsOf(
	shell: Shell,
	fault: Fault,
	which: Case,
	{ undisturbed, report }: Played,
): number | undefined {
	const { kind, extent } = which;
	const { code, sent, named } = expectedOf(shell, fault, which);
	if (sent === undefined || sent === 'withoutLimit') return undefined;
	// The first page of the list that is missing was asked for, and no further one.
	if (named !== undefined && report) return undisturbed - report.pagesNamed + 1;
	if (extent === 'from the second on' && report && code !== 'ok') {
		// The first list that a refused key meets ends it, and how many others are under way is chance.
		if (sent === 'renewed') return undefined;
		return 1 + report.lists * (sent === 'once' ? 1 : shell.tries);
	}
	if (code === 'ok') return undisturbed + (sent === 'once' ? 0 : 1);
	if (sent === 'once') return firstHit(kind, extent) + 1;
	if (sent === 'renewed') return shell.refusedTries;
	return kind === 'exchange' ? shell.exchangeTries : shell.tries;
}

/** By what they are, never the values. */
function secretsIn(text: string, { key, channel }: Access): string[] {
	const found = [];
	if (text.includes(key.clientSecret)) found.push('the client secret');
	if (text.includes(channel.apiKey)) found.push("the channel's key");
	if (/eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(text)) found.push('an access token');
	return found;
}

function toldOf({ told = [], newId }: Played): string {
	const { length } = told.filter(({ id }) => id === newId);
	return length === 1 ? 'once' : `${length} times`;
}

/** Whatever a shell adds, the core's words are to be read in it. */
function otherWords(
	own: { message: string; hint: string },
	core: { message: string; hint: string },
): string[] {
	const text = withoutChance(`${own.message}\n${own.hint}`);
	return [core.message, core.hint]
		.map(withoutChance)
		.filter((words) => !text.includes(words))
		.map((words) => `"${words}" is missing in "${text}"`);
}

/**
 * Each message goes into a thread of its own, which list of a report is refused first is open, and each
 * shell has its own patience. A connection of Zapier's holds both kinds of key, and names a channel's so;
 * n8n calls a connection a credential.
 */
function withoutChance(text: string): string {
	return text
		.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '(thread)')
		.replace(/'[A-Z][\w ]+: Get Many'/g, '(list)')
		.replace(/\bcredential\b/g, 'connection')
		.replace(/'Channel (Base URL|API Key)'/g, "'$1'")
		.replace(/within [\d.]+ seconds?/g, 'within (time)');
}
