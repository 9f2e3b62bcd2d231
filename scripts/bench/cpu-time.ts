/** CPU time of this process in milliseconds, all threads together. */
export async function cpuMsOf(task: () => Promise<void>): Promise<number> {
	const before = process.cpuUsage();
	await task();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
