/** What is running under which key. */
export type Running = Map<string, Run>;

interface Run {
	/** When it is overdue, in milliseconds since the epoch. */
	until: number;
}

/**
 * Runs something unless it is running already under that key. What has been running for too long, because
 * an answer never comes for example, is not waited for: the next one takes its place.
 * @param time when it is, and until when this run may take
 * @param run is told how to find out whether another one has taken its place: then it must leave
 * everything as it is
 * @returns its result, or undefined when it was left out or another one took its place
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
