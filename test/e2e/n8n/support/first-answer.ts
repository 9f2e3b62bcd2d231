/**
 * Calls a webhook until it is there, since n8n activates a workflow in the background.
 * @returns the first status that is not "no such webhook"
 */
export async function firstAnswer(url: string): Promise<number> {
	for (let tries = 0; tries < 60; tries++) {
		const { status } = await fetch(url);
		if (status !== 404) return status;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	return 404;
}
