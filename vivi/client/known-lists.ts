import { RecentlyUsed } from './recently-used';

/**
 * Facts about how a service pages a list, learned from earlier readings. Holds no content of the
 * list.
 */
export interface ListFacts {
	/** Where the records stood in the answers; another place means another service. */
	container?: string;
	/** The service refused to be told how many records are wanted. */
	refusesLimit?: boolean;
	/** The largest number of wanted records that the service has accepted. */
	takesLimit?: number;
	/** An answer says so when more follows, so an answer that says nothing is the last one. */
	speaks?: boolean;
	/** How to ask for pages where the answers do not say; `none`: nobody can ask for what follows. */
	way?: 'offset' | 'page' | 'none';
	/** How many records the page held after which nothing could be asked for. */
	unpagedAt?: number;
	/** The number of the service's first page, when pages are asked for by number. */
	firstPage?: number;
	/** The service gives the same records whatever number is wanted. */
	ignoresLimit?: boolean;
	/** How many records the fullest page held. A page with fewer is not a full one. */
	fullest: number;
	/** How often such a list was read. */
	readings?: number;
	/** The last page had so many records when it was asked whether anything follows. */
	endedAt?: number;
}

/** Forgets these facts when the answers look different. */
export function keepFor(container: string, facts: ListFacts): void {
	if (facts.container !== undefined && facts.container !== container) {
		for (const name of Object.keys(facts)) delete facts[name as keyof ListFacts];
		facts.fullest = 0;
	}
	facts.container = container;
}

/** Keeps {@link ListFacts} for all readings of a process, so that each fact is found out only once. */
export class KnownLists {
	private readonly facts = new RecentlyUsed<ListFacts>(2000);

	/** The facts of a list, to be read and to be added to. */
	of(key: string): ListFacts {
		const facts = this.facts.get(key) ?? { fullest: 0 };
		this.facts.set(key, facts);
		return facts;
	}
}
