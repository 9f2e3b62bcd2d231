import type { ViviError } from '../../vivi/errors';

/** What a call throws; the test fails where it throws nothing. */
export function thrown(work: () => unknown): ViviError {
	try {
		work();
	} catch (error) {
		return error as ViviError;
	}
	throw new Error('Nothing was thrown.');
}

/** What a promise is rejected with; the test fails where it is kept. */
export async function rejection(work: Promise<unknown>): Promise<ViviError> {
	return await work.then(
		() => {
			throw new Error('It worked.');
		},
		(error: unknown) => error as ViviError,
	);
}
