import type { JsonValue } from '../vivi/http/json';

export type Target = 'token' | 'api';

/** A status, or the fate of an answer that did not arrive whole. */
export type Outcome = number | 'reset' | 'truncated' | 'aborted';

export interface CallRecord {
	at: string;
	target: Target;
	method: string;
	/** Without the query. */
	path: string;
	/** In the catalogue's notation: `/accounts/{accountId}/workspaces`; `unmatched` when unknown. */
	route: string;
	outcome: Outcome;
	ms: number;
	query?: Record<string, unknown>;
	/** JSON bodies of up to 16 KB; never those of token requests. */
	body?: JsonValue;
	/** The X-User-Id header. */
	userId?: string;
	keyId?: string;
}

export type StatsSnapshot = ReturnType<typeof empty>;

const KEPT_CALLS = 200;

/** A request that came in and has not been answered yet. */
export interface OpenCall {
	record: Omit<CallRecord, 'outcome' | 'ms'>;
	startedAt: number;
	settled: boolean;
}

const empty = () => ({
	/** Token requests, refused ones included. */
	exchanges: 0,
	exchangesOk: 0,
	/** `GET /accounts/{accountId}/workspaces` → status → how often. */
	calls: {} as Record<string, Record<string, number>>,
	/** All API requests. */
	apiCalls: 0,
	/** The largest number of API requests that were open at the same time. */
	maxInFlight: 0,
	/** Requests outside the token endpoint that held a client secret. */
	secretLeaks: 0,
	/** Token requests that carried an Authorization header, which they must not. */
	bearersAtTokenUrl: 0,
	/** Messages that reached an agent through the channel API. */
	sends: 0,
	/** Files that arrived whole, for a knowledge base or for a message. */
	uploads: 0,
	/** The last 200, oldest first. */
	lastCalls: [] as CallRecord[],
});

/** Counts the requests to the sandbox. Holds no header and no token body, hence no secret. */
export class Stats {
	private counts = empty();
	private inFlight = 0;

	begin(record: OpenCall['record'], hasAuthorization: boolean): OpenCall {
		if (record.target === 'token') {
			this.counts.exchanges++;
			if (hasAuthorization) this.counts.bearersAtTokenUrl++;
		} else {
			this.counts.apiCalls++;
			this.counts.maxInFlight = Math.max(this.counts.maxInFlight, ++this.inFlight);
		}
		return { record, startedAt: performance.now(), settled: false };
	}

	/** Called just before the answer leaves, so that the count is right when the caller has the answer. */
	settle(call: OpenCall, outcome: Outcome): void {
		if (call.settled) return;
		call.settled = true;
		if (call.record.target === 'api') this.inFlight--;
		const { calls, lastCalls } = this.counts;
		const byOutcome = (calls[`${call.record.method} ${call.record.route}`] ??= {});
		byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1;
		lastCalls.push({
			...call.record,
			outcome,
			ms: Math.round(performance.now() - call.startedAt),
		});
		if (lastCalls.length > KEPT_CALLS) lastCalls.shift();
	}

	exchangeSucceeded(): void {
		this.counts.exchangesOk++;
	}

	secretLeaked(): void {
		this.counts.secretLeaks++;
	}

	messageSent(): void {
		this.counts.sends++;
	}

	fileReceived(): void {
		this.counts.uploads++;
	}

	snapshot(): StatsSnapshot {
		return structuredClone(this.counts);
	}

	/** Starts counting again; open requests stay open. */
	reset(): void {
		this.counts = { ...empty(), maxInFlight: this.inFlight };
	}
}
