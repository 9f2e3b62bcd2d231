/**
 * A timer takes a millisecond at least, so that no more than a thousand requests a second would start. A
 * message to oneself comes in the next turn of the event loop (React's scheduler uses it for the same).
 */
const { port1: inbox, port2: outbox } = new MessageChannel();
const waiting: Array<() => void> = [];

inbox.on('message', () => {
	waiting.shift()?.();
	// Nothing that n8n's process, or a test, would have to stay for.
	if (waiting.length === 0) inbox.unref();
});
inbox.unref();

/** Resolves in a later turn of the event loop. */
export async function nextTurn(): Promise<void> {
	await new Promise<void>((resolve) => {
		waiting.push(resolve);
		inbox.ref();
		outbox.postMessage(null);
	});
}
