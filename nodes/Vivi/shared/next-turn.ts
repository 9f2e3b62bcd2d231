/**
 * A timer takes at least a millisecond, so only a thousand requests a second could start. A message
 * to oneself comes in the next turn of the event loop (React's scheduler does the same).
 */
const { port1: inbox, port2: outbox } = new MessageChannel();
const waiting: Array<() => void> = [];

inbox.on('message', () => {
	waiting.shift()?.();
	// Neither n8n's process nor a test has to stay for it.
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
