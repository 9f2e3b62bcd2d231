/**
 * Calls a webhook until it is there, since n8n activates a workflow in the background. Where an address
 * answers to several methods, n8n adds one after the other.
 * @returns the first status that is not "no such webhook"
 */
export async function firstAnswer(url: string, method = 'GET'): Promise<number> {
	for (let tries = 0; tries < 60; tries++) {
		const { status } = await fetch(url, { method });
		if (status !== 404) return status;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	return 404;
}
