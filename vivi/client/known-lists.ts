/** What readings of a list have taught about how the service pages it. Nothing of its content. */
export interface ListFacts {
	/** Where the records stood in the answers; in another place it is another service. */
	container?: string;
	/** The service refused to be told how many records are wanted. */
	refusesLimit?: boolean;
	/** The largest number of wanted records that the service has taken. */
	takesLimit?: number;
	/** An answer says so when more follows, so that one that says nothing is the last. */
	speaks?: boolean;
	/** How pages are asked for where the answers do not say; `none`: what follows cannot be asked for. */
	way?: 'offset' | 'page' | 'none';
	/** Records in the page after which nothing could be asked for. */
	unpagedAt?: number;
	/** What the service calls its first page, when pages are asked for by their number. */
	firstPage?: number;
	/** The service gives the same records however many are wanted. */
	ignoresLimit?: boolean;
	/** Records in the fullest page that ever came. A page with fewer is not a full one. */
	fullest: number;
	/** How often such a list was read. */
	readings?: number;
	/** The last page had so many records when it was asked whether anything follows. */
	endedAt?: number;
}

/** Forgets what was learnt when the answers have come to look otherwise. */
export function keepFor(container: string, facts: ListFacts): void {
	if (facts.container !== undefined && facts.container !== container) {
		for (const name of Object.keys(facts)) delete facts[name as keyof ListFacts];
		facts.fullest = 0;
	}
	facts.container = container;
}

/**
 * Keeps {@link ListFacts} for all readings of a process, so that what has to be found out by asking
 * is asked for once. Bounded: what was used longest ago goes first.
 */
export class KnownLists {
	private readonly facts = new Map<string, ListFacts>();

	/** @param most lists in all */
	constructor(private readonly most = 2000) {}

	/** The facts of a list, to be read and to be added to. */
	of(key: string): ListFacts {
		const facts = this.facts.get(key) ?? { fullest: 0 };
		this.facts.delete(key);
		this.facts.set(key, facts);
		for (const oldest of this.facts.keys()) {
			if (this.facts.size <= this.most) break;
			this.facts.delete(oldest);
		}
		return facts;
	}
}
