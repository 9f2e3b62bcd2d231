/**
 * A timer takes at least a millisecond, so only a thousand requests a second could start, and n8n allows
 * a node no `setImmediate`. A message goes to another port and comes back: Node hands a port all its
 * messages in one turn of the event loop, up to a thousand, those sent meanwhile included. A message to
 * oneself would keep Node from reading any answer. Two ports need a new turn for each way.
 */
const { port1: there, port2: here } = new MessageChannel();
const waiting: Array<() => void> = [];

there.on('message', () => there.postMessage(null));
here.on('message', () => {
	waiting.shift()?.();
	// Neither n8n's process nor a test has to stay for it.
	if (waiting.length === 0) unref();
});
unref();

/** Resolves in a later turn of the event loop. */
export async function nextTurn(): Promise<void> {
	await new Promise<void>((resolve) => {
		waiting.push(resolve);
		there.ref();
		here.ref();
		here.postMessage(null);
	});
}

function unref(): void {
	there.unref();
	here.unref();
}
