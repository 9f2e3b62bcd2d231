/** What is running under which key. */
export type Running = Set<string>;

/**
 * Runs something unless it is running already under that key.
 * @returns its result, or undefined when it was left out
 */
export async function oneAtATime<T>(
	running: Running,
	key: string,
	run: () => Promise<T>,
): Promise<T | undefined> {
	if (running.has(key)) return undefined;
	running.add(key);
	try {
		return await run();
	} finally {
		running.delete(key);
	}
}
