/**
 * The versions of n8n that the package supports. Each is run end to end: the last of 1.x as the oldest;
 * the last whose errors lose their cause, to which the nodes have another way (`nodes/Vivi/shared`); and
 * the newest whose dependencies can all be installed from the npm registry (2.41.3 cannot).
 */
export const SUPPORTED_N8N = ['1.123.81', '2.33.7', '2.41.1'] as const;

/** The n8n that everything here installs and runs: the newest, unless another is asked for. */
export const N8N_VERSION = process.env['VIVI_N8N_VERSION'] ?? SUPPORTED_N8N.at(-1)!;

/** Whether that n8n is this version or a later one. */
export function isSince(version: string, n8n = N8N_VERSION): boolean {
	const [ours, theirs] = [n8n, version].map((text) => text.split('.').map(Number));
	const differs = theirs!.findIndex((part, at) => part !== ours![at]);
	return differs === -1 || ours![differs]! > theirs![differs]!;
}
