import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Does the work and watches the heap.
 * @param work calls the given function now and then
 * @returns the highest growth of the heap, in MiB
 */
export async function peakHeapMiB(work: (look: () => void) => Promise<void>): Promise<number> {
	collectGarbage();
	const before = process.memoryUsage().heapUsed;
	let peak = before;
	await work(() => {
		peak = Math.max(peak, process.memoryUsage().heapUsed);
	});
	return (peak - before) / 2 ** 20;
}

/** The engine's own collector, which exists only with a flag. */
function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
}
