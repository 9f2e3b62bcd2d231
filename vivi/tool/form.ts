import type { ConnectionField } from '../auth/connection-fields';
import type { InputField } from '../catalogue/types';
import { TOOL_FIELD_TYPES } from './tool';

/** The form of a tool, besides its fields. */
export const toolForm = {
	name: {
		name: 'toolName',
		label: 'Tool Name',
		type: 'string',
		required: true,
		placeholder: 'e.g. look_up_order',
		help: 'What the agent calls the tool by: letters, digits, _ and -, at most 64',
	},
	description: {
		name: 'toolDescription',
		label: 'Tool Description',
		type: 'text',
		required: true,
		placeholder:
			'e.g. Looks up the state of an order. Use it when somebody asks where a parcel is.',
		help: 'What the tool does and when to use it. The agent decides by this text.',
	},
	answer: {
		name: 'answer',
		label: 'Answer Description',
		type: 'string',
		placeholder: 'e.g. The state of the order and the day on which it arrives',
		help: 'What the answer holds, in words for the agent',
	},
	path: {
		name: 'path',
		label: 'Path',
		type: 'string',
		placeholder: 'e.g. tools/look-up-order',
		help: 'The end of the address, if it should be readable. Two active workflows cannot have the same one. Left out, it is a random one.',
	},
} as const satisfies Record<string, InputField>;

/** The form of one field of a tool. The labels read well in alphabetical order, which some forms have. */
export const toolFieldForm = {
	name: {
		name: 'name',
		label: 'Field Name',
		type: 'string',
		required: true,
		placeholder: 'e.g. orderNumber',
		help: 'Letters, digits, _ and -',
	},
	type: {
		name: 'type',
		label: 'Field Type',
		type: 'options',
		help: 'A call whose value is of another type is refused',
		options: Object.entries(TOOL_FIELD_TYPES).map(([value, label]) => ({ value, label })),
		default: 'text',
	},
	description: {
		name: 'description',
		label: 'Help for the Agent',
		type: 'string',
		placeholder: 'e.g. The number on the order confirmation, such as A-1042',
		help: 'What the field means, in words for the agent',
	},
	choices: {
		name: 'choices',
		label: 'Possible Values',
		type: 'text',
		help: 'The values that the agent can choose from, each on a line of its own',
		onlyWhen: { field: 'type', values: ['choice'] },
	},
	required: {
		name: 'required',
		label: 'Required',
		type: 'boolean',
		help: 'Whether a call without this field is refused',
		default: true,
	},
} as const satisfies Record<string, InputField>;

/** A note above the form of a tool's secret. */
export const TOOL_SECRET_NOTICE =
	'You make up this secret yourself. Enter the same header name and secret in VIVI, where you import the tool as an integration. Anybody who has both can run the workflow.';

/** The form of a tool's secret. */
export const TOOL_SECRET_FIELDS = {
	headerName: {
		label: 'Header Name',
		help: 'The header in which the agent sends the secret',
		default: 'X-Tool-Secret',
	},
	secret: {
		label: 'Secret',
		help: 'A long random text, as a password manager makes it. If it is too short, the test shows one that you can copy.',
		placeholder: 'at least 20 random characters',
		secret: true,
	},
} as const satisfies Record<string, ConnectionField>;

/** A note about a secret that can be used. */
export const TOOL_SECRET_OK = 'The secret is long enough. Enter it in VIVI, too.';
