import { mapConcurrently, type SettledResult } from '../client/map-concurrently';
import { ViviApiError } from '../errors';

/**
 * After so many failures of VIVI in a row, each after all its tries, VIVI itself fails and not a list. With
 * hundreds of workspaces the report would otherwise go on failing for hours.
 */
export const GIVE_UP_AFTER = 20;

/**
 * As `mapConcurrently`, but some failures end everything: a key that VIVI no longer accepts, since every
 * other call would meet the same refusal, and errors of our own.
 */
export async function mapUntilRefused<Item, Value>(
	items: readonly Item[],
	atOnce: () => number,
	fn: (item: Item) => Promise<Value>,
): Promise<Array<SettledResult<Value>>> {
	let refusal: { error: unknown } | undefined;
	const results = await mapConcurrently(items, atOnce, async (item) => {
		if (refusal) throw refusal.error;
		try {
			return await fn(item);
		} catch (error) {
			if (!(error instanceof ViviApiError) || error.status === 401) refusal ??= { error };
			throw error;
		}
	});
	if (refusal) throw refusal.error;
	return results;
}

/** Makes a function that calls another one, but no more after VIVI has failed {@link GIVE_UP_AFTER} times in a row. */
export function givingUp() {
	let failedInARow = 0;
	let givenUp: ViviApiError | undefined;
	return async <Value>(read: () => Promise<Value>): Promise<Value> => {
		if (givenUp) throw givenUp;
		try {
			const value = await read();
			failedInARow = 0;
			return value;
		} catch (error) {
			// A refusal is an answer: VIVI is there.
			const isAway = error instanceof ViviApiError && error.transient;
			failedInARow = isAway ? failedInARow + 1 : 0;
			if (isAway && failedInARow === GIVE_UP_AFTER) givenUp = notTried(error);
			throw error;
		}
	};
}

function notTried({ code, message, hint }: ViviApiError): ViviApiError {
	return new ViviApiError({
		code,
		message: `This was not tried, because VIVI had failed ${GIVE_UP_AFTER} times in a row: ${message}`,
		hint,
	});
}
