import fc from 'fast-check';

import { REPORTED_LISTS } from '../../../vivi/catalogue/report';
import type { ChangedRecord, Report, WorkspaceReport } from '../../../vivi/report/types';
import { escapeHtml, MOST_BYTES, toHtml } from '../../../vivi/report/html';
import { reportItems, totalItem } from '../../../vivi/report/items';
import { escapeMarkdown, toMarkdown } from '../../../vivi/report/markdown';
import { FAILURES_IN_TEXT, ROWS_IN_TEXT } from '../../../vivi/report/outline';
import { MAX_NAME_LENGTH } from '../../../vivi/report/types';
import { ACTIVE, CONTROLS, foreignText, HONEST_NAMES } from '../text/foreign-texts';

const AT = '2026-03-01T02:00:00.000Z';
const agents = (count: number): ChangedRecord[] =>
	Array.from({ length: count }, (_, index) => ({
		resource: 'agent',
		id: `agt_${index}`,
		name: `Agent ${index}`,
		at: AT,
	}));
const failure = {
	resource: 'prompt',
	code: 'not_found',
	status: 404,
	reason: 'Nothing there.',
	hint: 'Look.',
} as const;
const row = (values: Partial<WorkspaceReport>): WorkspaceReport => ({
	workspaceId: 'ws',
	name: 'Support',
	status: 'complete',
	agents: 1,
	knowledgeBases: 2,
	prompts: 0,
	channels: 1,
	users: 12,
	hasChanges: false,
	createdCount: 0,
	updatedCount: 0,
	unknownCount: 0,
	created: [],
	updated: [],
	failures: [],
	...values,
});
const reportOf = (workspaces: WorkspaceReport[], since: string | null = AT): Report => ({
	since,
	figures: REPORTED_LISTS,
	workspaces,
	total: {
		workspaceCount: workspaces.length,
		partialCount: 0,
		unreadableCount: 0,
		agents: 1,
		knowledgeBases: 2,
		prompts: 3,
		channels: 4,
		users: null,
		hasChanges: true,
		createdCount: 12,
		updatedCount: 1,
		unknownCount: 2,
	},
});

test('Markdown names figures, changes and what could not be read', () => {
	const report = reportOf([
		row({
			status: 'partial',
			prompts: null,
			createdCount: 12,
			created: agents(12),
			updatedCount: 1,
			updated: [{ resource: 'knowledgeBase', id: 'kb', name: null, at: AT }],
			unknownCount: 2,
			failures: [failure],
		}),
		row({ name: null, workspaceId: 'ws_2', prompts: null, failures: [failure] }),
	]);
	expect(toMarkdown(report)).toBe(
		[
			'*VIVI report*',
			'',
			'2 workspaces: 1 agent, 2 knowledge bases, ≥ 3 prompts, 4 channels, ? users, ≥ 12 created, ≥ 1 updated',
			'',
			'Changes since 2026-03-01 02:00 UTC',
			'',
			'- *Support*: 1 agent, 2 knowledge bases, ? prompts, 1 channel, 12 users, ≥ 12 created, ≥ 1 updated',
			`  - Created (12): ${agents(10)
				.map(({ name }) => `${name} (agent)`)
				.join(', ')} and 2 more`,
			'  - Updated (1): kb (knowledge base)',
			'  - Not known: 2 without the date that would tell',
			'- *ws_2*: 1 agent, 2 knowledge bases, ? prompts, 1 channel, 12 users, 0 created, 0 updated',
			'',
			'*Could not be read*',
			'',
			'- Prompts of Support, ws_2: Nothing there. Look.',
		].join('\n'),
	);
});

test('without a moment nothing is said about changes', () => {
	const report = reportOf([row({})], null);
	for (const text of [toMarkdown(report), toHtml(report)]) {
		expect(text).not.toMatch(/since|created|updated|could not/i);
	}
});

test('a failure that many workspaces share is said once', () => {
	const workspaces = Array.from({ length: 300 }, (_, index) =>
		row({ name: `W${index}`, failures: [failure] }),
	);
	expect(toMarkdown(reportOf(workspaces))).toContain(
		'\n- Prompts of 300 workspaces: Nothing there. Look.',
	);
});

test.each([
	['a*b_c_ ~d~ `e`', 'a\\*b_c\\_ \\~d\\~ \\`e\\`'],
	['_a_ snake_case', '\\_a\\_ snake_case'],
	['[x](https://evil.example)', '\\[x\\](https://evil.example)'],
	['<!channel> & <b>', '&lt;!channel&gt; &amp; &lt;b&gt;'],
	['Kundendienst Zürich', 'Kundendienst Zürich'],
])('%j is only text in Markdown', (text, escaped) => {
	expect(escapeMarkdown(text)).toBe(escaped);
});

test('HTML is a table with the same figures, every text escaped', () => {
	const evil = `<img src=x onerror="a('b')">&`;
	const html = toHtml(
		reportOf([
			row({
				name: evil,
				createdCount: 1,
				created: [{ resource: 'agent', id: 'a', name: evil, at: AT }],
				failures: [{ ...failure, reason: evil }],
			}),
		]),
	);
	expect(html).not.toContain('<img');
	expect(html.split(escapeHtml(evil))).toHaveLength(6);
	expect(html.match(/<t[dh] [^>]*>[^<]*/g)!.map((cell) => cell.replace(/<[^>]*>/, ''))).toEqual(
		[
			['Workspace', 'Agents', 'Knowledge Bases', 'Prompts', 'Channels', 'Users'],
			['Created', 'Updated'],
			[escapeHtml(evil), '1', '2', '0', '1', '12', '1', '0'],
			['Total: 1 workspace', '1', '2', '3', '4', '?', '12', '1'],
		].flat(),
	);
	expect(html).toMatch(/<li [^>]*>Created \(1\): /);
	expect(html).toContain(`>Created (1): ${escapeHtml(evil)} (agent)</li>`);
});

test.each([
	[[], 'None.'],
	[[failure], 'None in what could be read.'],
])('HTML says when nothing changed', (failures, text) => {
	expect(toHtml(reportOf([row({ failures: [...failures] })]))).toContain(`>${text}</p>`);
});

test('HTML does not say that nothing changed where nobody knows', () => {
	const html = toHtml(reportOf([row({ unknownCount: 2 })]));
	expect(html).not.toContain('>None');
	expect(html).toContain('Not known: 2 without the date that would tell');
});

describe('HTML for mail programs', () => {
	const long = Array.from({ length: 400 }, (_, index) =>
		row({
			...{ name: `${'ü'.repeat(100)} ${index}`, createdCount: 100, created: agents(100) },
			failures: [{ ...failure, reason: `${index} ${'é'.repeat(400)}` }],
		}),
	);

	it('is no longer than what Gmail shows, and then has as many rows as it may', () => {
		const html = toHtml(reportOf(long));
		expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MOST_BYTES);
		expect(Buffer.byteLength(html)).toBeGreaterThan(MOST_BYTES / 2);
		expect(MOST_BYTES).toBeLessThan(102 * 1024);
	});

	it('uses nothing that Outlook and Gmail do not know', () => {
		const html = toHtml(reportOf([row({ createdCount: 1, created: agents(1) })]));
		expect(html).not.toMatch(
			/flex|grid|float|position|rem\b|var\(|url\(|class=|<(div|img|script|link)/,
		);
		const unstyled = /<(td|th|p|li|ul|h1|h2)\b(?![^>]* style=)[^>]*>/;
		expect(html).not.toMatch(unstyled);
		// Outlook hands no font down into a table.
		for (const [cell] of html.matchAll(/<t[dh] [^>]*>/g)) expect(cell).toMatch(/font:(bold )?14px/);
	});

	it('takes the colours of the program, in the light and in the dark', () => {
		const html = toHtml(reportOf([row({})]));
		expect(html).toContain('<meta name="color-scheme" content="light dark">');
		expect(html).toContain('@media (prefers-color-scheme:dark)');
		expect(html).not.toMatch(/(?<!-)color:\s*#|background|bgcolor/);
	});
});

test('a workflow gets an item per workspace and the total, or the total with a text', () => {
	const report = reportOf([row({}), row({ workspaceId: 'ws_2' })]);
	const items = reportItems(report, 'items');
	expect(items).toMatchObject([
		{ type: 'workspace', ...report.workspaces[0] },
		{ type: 'workspace', ...report.workspaces[1] },
		{ type: 'total', name: 'Total', status: 'complete', since: AT, ...report.total },
	]);
	// Otherwise n8n's table shows 'undefined' where an item has no such field.
	const fields = items.map((item) => Object.keys(item).sort());
	expect(fields).toEqual([fields[0], fields[0], fields[0]]);
	expect(reportItems(report, 'markdown')).toEqual([
		{ ...totalItem(report, 'items'), text: toMarkdown(report) },
	]);
	expect(reportItems(report, 'html')).toMatchObject([{ text: toHtml(report) }]);
});

/** A report in which everything that comes from VIVI and its users is this text. */
const reportSaying = (text: string) =>
	reportOf([
		row({
			...{
				name: text,
				workspaceId: text,
				createdCount: 2,
				failures: [{ ...failure, reason: text }],
			},
			created: [
				{ resource: 'agent', id: 'a', name: text, at: AT },
				{ resource: 'user', id: text, name: null, at: AT },
			],
		}),
	]);
const withoutEntities = (text: string) =>
	text
		.replace(
			/&(lt|gt|quot|#39);/g,
			(_, name: string) => ({ lt: '<', gt: '>', quot: '"' })[name] ?? "'",
		)
		.replace(/&amp;/g, '&');
/** Both as a person reads them. */
const read = {
	Markdown: (report: Report) => withoutEntities(toMarkdown(report)),
	HTML: (report: Report) =>
		withoutEntities(toHtml(report).replace(/<style>.*?<\/style>|<[^>]*>/gs, ' ')),
};

describe.each(Object.entries(read))('%s', (_, render) => {
	test('holds no link, mention or hidden sign, whatever VIVI and its users wrote', () => {
		fc.assert(
			fc.property(foreignText, (text) => {
				const said = render(reportSaying(text));
				expect(said).not.toMatch(ACTIVE);
				expect(said.replace(/\n/g, ' ')).not.toMatch(CONTROLS);
				expect(said.split('\n')).toHaveLength(render(reportSaying('x')).split('\n').length);
			}),
		);
	});

	test.each(HONEST_NAMES)('names %s as it is', (name) => {
		const times = (one: string) => render(reportSaying(one)).split(one).length;
		expect(times(name)).toBe(times('NAME'));
	});

	test('keeps long names short', () => {
		const said = render(reportSaying('é'.repeat(100_000)));
		const lengths = [...said.matchAll(/é+/g)].map(([run]) => run.length).sort((a, b) => a - b);
		const [longest] = lengths.splice(-1);
		expect(new Set(lengths)).toEqual(new Set([MAX_NAME_LENGTH - 1]));
		expect(longest).toBeLessThan(1000);
	});

	test('calls what has only hidden signs for a name by its ID', () => {
		const named = row({ name: '\u200b\u202e', workspaceId: 'ws_hidden' });
		expect(render(reportOf([named], null))).toContain('ws_hidden');
	});

	test('gives rows to those that changed, and says how many have none', () => {
		const workspaces = Array.from({ length: ROWS_IN_TEXT + 100 }, (_, index) =>
			row({ name: `W${index}.`, ...(index === ROWS_IN_TEXT + 50 && { createdCount: 1 }) }),
		);
		const said = render(reportOf(workspaces));
		expect(said.match(/W\d+\./g)).toEqual(expect.arrayContaining([`W${ROWS_IN_TEXT + 50}.`]));
		const rows = new Set(said.match(/W\d+\./g)).size;
		expect(rows).toBeLessThanOrEqual(ROWS_IN_TEXT);
		expect(said).toContain(`and ${workspaces.length - rows} more workspaces`);
	});

	test('says how many failures it does not name', () => {
		const failures = Array.from({ length: FAILURES_IN_TEXT + 3 }, (_, index) => ({
			...{ ...failure, reason: `Reason ${index}!` },
		}));
		const said = render(reportOf([row({ failures })]));
		expect(said.match(/Reason \d+!/g)).toHaveLength(FAILURES_IN_TEXT);
		expect(said).toContain('and 3 more');
	});
});
