import { REPORTED_LISTS, type Figure, type ReportedList } from '../catalogue/report';
import type { Activity } from './activity';
import type { Tally } from './tally';

/** A list of each workspace. */
export type List = ReportedList | 'threads';

/** The lists to read of each workspace, and the figures to show. */
export interface ReportPlan {
	lists: readonly List[];
	figures: readonly Figure[];
	/** Milliseconds since the epoch. */
	since: number | undefined;
}

/** The result of reading a list. */
export type CountedList = Tally & { activity?: Activity };

/** The names of a workspace's agents, by their IDs. */
export type AgentNames = Map<string, string | null>;

/** Messages are counted with their threads, so they come with them. */
export function reportPlan(counted: readonly Figure[], since: number | undefined): ReportPlan {
	const lists = REPORTED_LISTS.filter((list) => counted.includes(list));
	const withMessages = counted.includes('messages');
	const withThreads = withMessages || counted.includes('threads');
	const all: List[] = withThreads ? [...lists, 'threads'] : lists;
	return { lists: all, figures: withMessages ? [...all, 'messages'] : all, since };
}
