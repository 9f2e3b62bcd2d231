/**
 * Waits until something holds. There is no limit of its own: jest gives up on a test that waits in vain,
 * and a busy machine only takes longer.
 */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 10): Promise<void> {
	while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, everyMs));
}
