import { LARGEST_NUMBER } from '../http/concurrency-limit';
import type { InputField } from './types';

export const returnAll = {
	name: 'returnAll',
	label: 'Return All',
	type: 'boolean',
	help: 'Whether to return all results or only up to a given limit',
	default: false,
} as const satisfies InputField;

export const limit = {
	name: 'limit',
	label: 'Limit',
	type: 'number',
	help: 'Max number of results to return',
	required: true,
	initial: 50,
	...{ whole: true, min: 1 },
	onlyWhen: { field: returnAll.name, values: [false] },
} as const satisfies InputField;

export const simplify = {
	name: 'simplify',
	label: 'Simplify',
	type: 'boolean',
	help: 'Whether to return a simplified version of the response instead of the raw data',
	default: true,
} as const satisfies InputField;

/** The settings of all reads with an Account or Workspace API key. */
export const concurrency = {
	name: 'concurrency',
	label: 'Items at Once',
	type: 'number',
	help: 'How many input items, or lists of a report, are read side by side at most. Leave it empty to read as many as VIVI takes. Operations that change something always run one after the other.',
	...{ whole: true, min: 1, max: LARGEST_NUMBER },
	initial: 10,
	aside: true,
} as const satisfies InputField;

/** The settings of all operations with an Account or Workspace API key. */
export const timeout = {
	name: 'timeout',
	label: 'Timeout',
	type: 'number',
	help: 'How many seconds to wait for each answer of VIVI',
	min: 1,
	default: 60,
	aside: true,
} as const satisfies InputField;

/** The settings of what VIVI goes on to work on after it has answered. */
export const waitUntilDone = {
	name: 'waitUntilDone',
	label: 'Wait Until Done',
	type: 'boolean',
	help: 'Whether to wait until VIVI says that it is ready. An error names the reason when VIVI has failed, and the last status when the time is up. Nothing is sent twice.',
	default: false,
} as const satisfies InputField;

/** A step with a time limit waits for as long as it has. */
export const waitMinutes = {
	name: 'waitMinutes',
	label: 'Timeout (Minutes)',
	type: 'number',
	help: 'How many minutes to wait at most. The execution goes on running meanwhile; for longer work leave Wait Until Done off, and look again by Get after a Wait node.',
	...{ min: 0.1, max: 120 },
	default: 10,
	onlyWhen: { field: waitUntilDone.name, values: [true] },
} as const satisfies InputField;

export const waiting: readonly InputField[] = [waitUntilDone, waitMinutes];

/** The settings of all creations with an Account API key. Source: docs.vivi.bot › API keys. */
export const onBehalfOf = {
	name: 'userId',
	label: 'Act on Behalf Of (User ID)',
	type: 'ownId',
	help: 'The VIVI user new records are attributed to. Account API keys only; it never gives extra permissions.',
	aside: true,
} as const satisfies InputField;

/** The settings of a channel's operations. */
export const answerTimeout = {
	name: 'timeout',
	label: 'Timeout',
	type: 'number',
	help: 'How many seconds to wait for the whole answer. When they are over VIVI may still be processing the message; it is not sent again.',
	min: 1,
	/** Agents that look things up need time. */
	default: 120,
	aside: true,
} as const satisfies InputField;

/** A timer of Node.js beyond 2^31 milliseconds ends at once. */
export const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
