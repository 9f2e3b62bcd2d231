/** The runs that are going on, by key. */
export type Running = Map<string, Run>;

interface Run {
	/** When it is overdue, in milliseconds since the epoch. */
	until: number;
}

/**
 * Runs something unless a run with the same key is going on. A run that takes too long, for example because
 * an answer never comes, does not block: the next one takes its place.
 * @param time the time now, and when this run is overdue
 * @param run can ask whether another run has taken its place; then it must change nothing
 * @returns the result, or undefined when the run was skipped or another one took its place
 */
export async function oneAtATime<T>(
	running: Running,
	key: string,
	time: { now: number; until: number },
	run: (isReplaced: () => boolean) => Promise<T>,
): Promise<T | undefined> {
	const other = running.get(key);
	if (other && time.now < other.until) return undefined;
	const own: Run = { until: time.until };
	running.set(key, own);
	const isReplaced = () => running.get(key) !== own;
	try {
		const result = await run(isReplaced);
		return isReplaced() ? undefined : result;
	} catch (error) {
		if (isReplaced()) return undefined;
		throw error;
	} finally {
		if (!isReplaced()) running.delete(key);
	}
}
