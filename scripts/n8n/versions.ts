/**
 * The versions of n8n that the package supports; the end-to-end tests run on each. The first is the last of 1.x.
 * The second is the last whose errors lose their cause, for which the nodes have a detour (`nodes/Vivi/shared`).
 * The third is the newest whose dependencies are all on the npm registry (those of 2.41.3 are not).
 */
export const SUPPORTED_N8N = ['1.123.81', '2.33.7', '2.41.1'] as const;

/** The n8n that the scripts and tests install and run: by default the newest. */
export const N8N_VERSION = process.env['VIVI_N8N_VERSION'] ?? SUPPORTED_N8N.at(-1)!;

/** Whether that n8n is this version or a later one. */
export function isSince(version: string, n8n = N8N_VERSION): boolean {
	const [ours, theirs] = [n8n, version].map((text) => text.split('.').map(Number));
	const differs = theirs!.findIndex((part, at) => part !== ours![at]);
	return differs === -1 || ours![differs]! > theirs![differs]!;
}
