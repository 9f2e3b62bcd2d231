/** What a failed call knows about itself. Never holds a secret, a token or a raw body. */
export interface ViviErrorDetails {
	/** Stable, machine-readable name of the case; safe to match on. */
	code: string;
	/** One sentence: what happened. */
	message: string;
	/** One or two sentences: what the person can do about it. */
	hint: string;
	/** Name of the credential value or parameter at fault, as in the catalogue. */
	field?: string | undefined;
	/** HTTP status, when an answer came. */
	status?: number | undefined;
	/** How long the service asked us to wait, in milliseconds. */
	retryAfterMs?: number | undefined;
	/** True when the same call may succeed later without anybody changing anything. */
	transient?: boolean;
}

/** Base of every error the core throws: a stable code, what happened and what to do. */
export class ViviError extends Error {
	/** Written out, since a bundler may give the class a shorter name. */
	override readonly name: string = 'ViviError';
	readonly code: string;
	readonly hint: string;
	readonly field: string | undefined;
	readonly status: number | undefined;
	readonly retryAfterMs: number | undefined;
	readonly transient: boolean;

	constructor(details: ViviErrorDetails) {
		super(details.message);
		this.code = details.code;
		this.hint = details.hint;
		this.field = details.field;
		this.status = details.status;
		this.retryAfterMs = details.retryAfterMs;
		this.transient = details.transient ?? false;
	}
}

/** A value that the person gave cannot be used. Nothing was sent. */
export class ViviInputError extends ViviError {
	override readonly name = 'ViviInputError';
}

/** A call of VIVI's API failed. */
export class ViviApiError extends ViviError {
	override readonly name = 'ViviApiError';
}

/** The same error with another message or hint. */
export function reworded(
	error: ViviApiError,
	words: Partial<Pick<ViviErrorDetails, 'message' | 'hint'>>,
): ViviApiError {
	return new ViviApiError({ ...error, message: error.message, ...words });
}
