import { cpus, loadavg, platform, release, totalmem } from 'node:os';

import { N8N_VERSION } from '../n8n/versions';

/** The machine of the figures; without it they mean nothing. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGiB: number;
	system: string;
	node: string;
	n8n: string;
	/**
	 * Programs that wanted a core during the minute before; above the number of cores, others
	 * disturbed the run.
	 */
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
