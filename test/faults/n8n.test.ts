import { dirname } from 'node:path';

import type { AxiosStatic } from 'axios';

import { useEngine } from '../n8n/support/use-engine';
import { describeFaults } from './describe-faults';
import { n8nNode, type Host } from './n8n-node';

const mockHost: Host = { waits: [], longestMs: Infinity };

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => await Promise.resolve(mockHost.waits.push(ms)),
}));

// n8n sends everything with an axios of its own. The exchange and the trigger choose their timeouts by themselves.
const n8nNetwork = dirname(require.resolve('@n8n/backend-network'));
// eslint-disable-next-line @typescript-eslint/no-require-imports -- found by a path that is not fixed
const axios = require(require.resolve('axios', { paths: [n8nNetwork] })) as AxiosStatic;
axios.interceptors.request.use((config) => ({
	...config,
	...(config.timeout && { timeout: Math.min(config.timeout, mockHost.longestMs) }),
}));

const local = useEngine();

describeFaults(
	n8nNode(() => local.engine, mockHost),
	{ withCore: true },
);
