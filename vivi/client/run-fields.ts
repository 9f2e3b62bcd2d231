import type { InputField } from '../catalogue/types';
import { DEFAULT_CONCURRENCY } from './run-concurrently';

/** How an operation is carried out: what a shell may ask for besides the fields of the operation itself. */
export const runFields = {
	returnAll: {
		name: 'returnAll',
		label: 'Return All',
		type: 'boolean',
		help: 'Whether to return all results or only up to a given limit',
		default: false,
	},
	limit: {
		name: 'limit',
		label: 'Limit',
		type: 'number',
		help: 'Max number of results to return',
		required: true,
		...{ whole: true, min: 1 },
	},
	simplify: {
		name: 'simplify',
		label: 'Simplify',
		type: 'boolean',
		help: 'Whether to return a simplified version of the response instead of the raw data',
		default: true,
	},
	concurrency: {
		name: 'concurrency',
		label: 'Items at Once',
		type: 'number',
		help: 'How many input items, or lists of a report, are read side by side. Operations that change something always run one after the other.',
		...{ whole: true, min: 1, max: 50 },
		default: DEFAULT_CONCURRENCY,
	},
	timeout: {
		name: 'timeout',
		label: 'Timeout',
		type: 'number',
		help: 'How many seconds to wait for each answer of VIVI',
		min: 1,
		default: 60,
	},
} as const satisfies Record<string, InputField>;

/** Beyond 2^31 milliseconds a timer of Node.js ends at once. */
export const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
