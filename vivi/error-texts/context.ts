import type { Role, Source } from '../catalogue/types';
import type { ViviErrorDetails } from '../errors';
import type { HttpMethod } from '../http/port';
import { isIdempotent } from '../http/retry';
import type { Labels } from './labels';

/** What was being done, for the text. */
export interface ApiErrorContext {
	/** Absent for 'API Request', where the person chose the address. */
	operation?: {
		label: string;
		resourceLabel: string;
		source: Source;
		method: HttpMethod;
		/** 'Create a workspace' */
		action?: string;
	};
	/** The fields whose IDs stand in the address, outermost first. */
	records?: ReadonlyArray<{ label: string; id: string }>;
	/** Only needed when there is no operation. */
	method?: HttpMethod;
	keyType?: 'account' | 'workspace';
	/** Who may do it, according to the catalogue. */
	roles?: readonly Role[];
	/** Of a 401: the token was issued a moment ago. */
	triedFreshToken?: boolean;
	labels?: Labels;
	/** Milliseconds since the epoch; only needed to read a Retry-After that is a date. */
	now?: number;
}

/** The part of an error that a table of texts gives; the status comes from the answer. */
export type ErrorText = Omit<ViviErrorDetails, 'status' | 'retryAfterMs'>;

/** An answer that is not a success, with the parts that a text needs. */
export interface Refusal {
	status: number;
	/** What was asked for. */
	what: string;
	/** The service's own explanation. */
	said: string | undefined;
	/** How long the service asks to wait, in milliseconds. */
	wait: number | undefined;
	context: ApiErrorContext;
}

/** Names the call: 'Agent: Get' in quotes, or the request. */
export function subject({ operation }: ApiErrorContext): string {
	return operation ? `'${operation.resourceLabel}: ${operation.label}'` : 'the request';
}

/** A write that was not confirmed may have happened; sending it again could do it twice. */
export function mayHaveHappened(context: ApiErrorContext): string {
	const method = context.operation?.method ?? context.method;
	return method === undefined || isIdempotent(method)
		? ''
		: ' The request may have been carried out all the same: look in VIVI before you repeat it.';
}

/** "in 5 seconds"; vague when the wait, in milliseconds, is unknown. */
export function inTime(wait: number | undefined): string {
	if (wait === undefined) return 'in a few minutes';
	const seconds = Math.max(1, Math.ceil(wait / 1000));
	if (seconds === 1) return 'in 1 second';
	return seconds < 120 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
