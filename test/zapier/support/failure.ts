/** What Zapier gets to see of a call that failed. */
export interface Failure {
	/** Zapier's class of error; what it does depends on it. */
	name: string;
	/** The text a person reads. */
	text: string;
	/** Seconds until Zapier tries again, of a ThrottledError. */
	delay?: number;
	/** All of it, as it may be logged. */
	raw: string;
}

/** @throws when the call does not fail */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
	let error: Error;
	try {
		const result = await call;
		throw Object.assign(new Error(`It did not fail: ${JSON.stringify(result)}`), { test: true });
	} catch (thrown) {
		error = thrown as Error;
		if ('test' in error) throw error;
	}
	const { name, message, stack } = error;
	// Some classes put their text and more into a JSON message, which Zapier takes apart.
	const parsed = message.startsWith('{') ? (JSON.parse(message) as Partial<Failure>) : {};
	const { message: text = message, delay } = parsed as { message?: string; delay?: number };
	return { name, text, ...(delay !== undefined && { delay }), raw: `${message}\n${stack ?? ''}` };
}
