import { cpus, loadavg, platform, release, totalmem } from 'node:os';

import { N8N_VERSION } from '../n8n/versions';

/** Where figures were measured, for they mean nothing without it. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGiB: number;
	system: string;
	node: string;
	n8n: string;
	/** Programs that wanted a core during the minute before; above the cores, others were in the way. */
	load: number;
}

export function thisMachine(): Machine {
	const [first] = cpus();
	return {
		cpu: first?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memoryGiB: Math.round(totalmem() / 2 ** 30),
		system: `${platform()} ${release()}`,
		node: process.versions.node,
		n8n: N8N_VERSION,
		load: Number(loadavg()[0]!.toFixed(1)),
	};
}
