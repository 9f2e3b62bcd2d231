import { RecentReports } from '../../../vivi/changes/recent-reports';

const state = (lists: Record<string, string>) => ({ v: 1, fields: {}, lists });
const BEFORE = { 'agent ws_1': 'a', 'agent ws_2': 'b' };

/** The answer to a poll so many milliseconds after a report that began with {@link BEFORE}. */
function isRepeated(lists: Record<string, string> | undefined, afterMs = 0): boolean {
	const recent = new RecentReports();
	recent.add('trigger', state(BEFORE), 1_000);
	return recent.isRepeated('trigger', lists && state(lists), 1_000 + afterMs);
}

it.each([
	['the same', { ...BEFORE }, true],
	['another list', { ...BEFORE, 'agent ws_3': '' }, false],
	['a list less', { 'agent ws_1': 'a' }, false],
	['a record more', { ...BEFORE, 'agent ws_2': 'bc' }, false],
	['none', undefined, false],
])('with %s, a poll right after a report: %j → %s', (_, lists, repeated) =>
	expect(isRepeated(lists)).toBe(repeated),
);

it('a state that is not stored within 30 seconds is lost, and its events come again', () => {
	expect([29_999, 30_000].map((ms) => isRepeated(BEFORE, ms))).toEqual([true, false]);
});

it('each trigger has its own reports; a state that cannot be read has none', () => {
	const recent = new RecentReports();
	recent.add('trigger', state(BEFORE), 0);
	recent.add('other', { v: 2 }, 0);
	expect(recent.isRepeated('another', state(BEFORE), 0)).toBe(false);
	expect(recent.isRepeated('other', { v: 2 }, 0)).toBe(false);
});
