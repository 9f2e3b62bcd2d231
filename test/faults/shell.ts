import type { Call } from './call';
import type { Expected, Fault, Kind } from './matrix';
import type { Access } from './world';

/** What came of a call, as somebody sees it who uses the shell. */
export interface Outcome {
	/** Records, events or answers; absent when it failed. */
	items?: Array<Record<string, unknown>>;
	error?: {
		/** Where the shell shows one. */
		code?: string;
		message: string;
		/** What to do about it. */
		hint: string;
	};
	/** The waits between tries, in milliseconds; they take no time in these tests. */
	waits: number[];
	/** Everything that is handed on or kept: items, errors with their causes, execution data. */
	left: string;
}

/** One of the ways to use the connectors: a client of the core, a node of n8n, Zapier's app. */
export interface Shell {
	name: string;
	/** Requests at most where a request is sent again. */
	tries: number;
	/** Requests where each token is refused, those that wait for a fresh one to reach all servers among them. */
	refusedTries: number;
	/** The same for a token exchange. */
	exchangeTries: number;
	/** The longest that waiting between tries may take in all, in milliseconds. */
	patienceMs: number;
	/** Where the host of the shell asks for something else than the matrix says. */
	differs?(fault: Fault, kind: Kind): Expected | undefined;
	open(access: Access, options: { timeoutMs: number }): Promise<Session>;
}

/** Holds on to its token, and to what a trigger remembers. */
export interface Session {
	run(call: Call): Promise<Outcome>;
}
