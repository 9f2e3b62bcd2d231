/** Beyond 2^31 milliseconds a timer of Node.js ends at once. */
const LONGEST = Math.floor((2 ** 31 - 1) / 1000);

/** The seconds of an option 'Timeout'; those of its default where an expression gives none. */
export function timeoutSeconds(given: unknown, usual: number): number {
	const seconds = Number(given);
	return seconds > 0 ? Math.min(seconds, LONGEST) : usual;
}
