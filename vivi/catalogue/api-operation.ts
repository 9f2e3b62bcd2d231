import { limit, returnAll } from './settings';
import type { Group, InputField, Operation } from './types';

/** The form of an operation of the person's API description. */
export const describedFields = {
	apiOperation: {
		name: 'apiOperation',
		label: 'API Operation',
		type: 'apiOperation',
		required: true,
		help: "What to run, from the API description of the connection. Its method and path are kept, so that it runs without the description; the host is always that of 'Base URL'.",
		placeholder: 'e.g. POST /agents/{agentId}',
	},
	fields: {
		name: 'fields',
		label: 'Fields',
		type: 'apiFields',
		help: 'What the operation takes: required fields are shown, others can be added. Account and workspace are those of the connection unless filled in.',
	},
} as const satisfies Record<string, InputField>;

/** Only lists have further pages; all other answers are whole. */
export const describedSettings = {
	returnAll: { ...returnAll, forLists: true },
	limit: { ...limit, forLists: true },
} as const satisfies Record<string, InputField>;

/** Another description than the connection's. */
export const descriptionUrl = {
	name: 'apiDescriptionUrl',
	label: 'API Description URL',
	type: 'url',
	help: "The OpenAPI document (JSON) whose operations are offered, in place of the connection's. It is read while the operation is set up, not when it runs.",
	placeholder: 'e.g. https://api.vivi.example/openapi.json',
	aside: true,
} as const satisfies InputField;

/** Runs any operation of the person's OpenAPI document of VIVI's API. */
export const apiOperation = {
	name: 'apiOperation',
	label: 'API Operation',
	description: "Any operation of VIVI's API description (OpenAPI), with its own fields",
	operations: {
		run: {
			name: 'run',
			label: 'Run',
			action: 'Run an operation of the API description',
			description: "Run an operation of VIVI's API description (OpenAPI), with its own fields",
			does: "Runs an operation of VIVI's API description (OpenAPI), with its own fields",
			alone: { label: 'Run API Operation', noun: 'Request' },
			kind: 'described',
			connection: 'key',
			safety: 'write',
			fields: Object.values(describedFields),
			settings: [...Object.values(describedSettings), descriptionUrl],
			output: {
				fields: [],
				sample: { id: 'agt_5b2e7d10', name: 'Support Agent' },
			},
		} satisfies Operation,
	},
} satisfies Group;
