import type { JsonObject } from '../vivi/http/json';

/** An answer other than 2xx, in the shape `{ error: { code, message, … } }`. */
export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly details?: JsonObject[],
	) {
		super(message);
		this.name = 'ApiError';
	}

	toJSON(): JsonObject {
		const { code, message, details } = this;
		return { error: { code, message, ...(details ? { details } : {}) } };
	}
}
