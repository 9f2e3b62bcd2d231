import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has something done should this process end before its time, also when it is told to by a signal.
 * @param action cannot wait for anything
 * @returns call it when there is nothing left to do
 */
export function onEnd(action: () => void): () => void {
	// Node calls no exit listener when a signal ends it.
	const exit = (signal: (typeof SIGNALS)[number]) => process.exit(128 + constants.signals[signal]);
	process.once('exit', action);
	for (const signal of SIGNALS) process.once(signal, exit);
	return () => {
		process.off('exit', action);
		for (const signal of SIGNALS) process.off(signal, exit);
	};
}
