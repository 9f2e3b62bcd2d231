import type { InputField, OutputField } from '../catalogue/types';
import type { JsonObject } from '../http/json';
import { HTTP_METHODS, type HttpMethod } from '../http/port';

const method = {
	name: 'method',
	label: 'Method',
	type: 'options',
	help: 'The HTTP method of the request',
	options: HTTP_METHODS.map((value: HttpMethod) => ({ value, label: value })),
} as const satisfies InputField;

const path = {
	name: 'path',
	label: 'Path',
	type: 'string',
	required: true,
	help: "The path below the Base URL; {accountId} and {workspaceId} stand for those of the credential. Other hosts are refused, so that the key's token stays with VIVI.",
	placeholder: 'e.g. /accounts/{accountId}/workspaces',
} as const satisfies InputField;

const body = {
	name: 'body',
	label: 'Body',
	type: 'json',
	help: 'The JSON body, as an object or as JSON text. Leave it empty to send none.',
} as const satisfies InputField;

const responseFormat = {
	name: 'responseFormat',
	label: 'Response Format',
	type: 'options',
	help: 'How the answer is handed over to the next node',
	default: 'auto',
	options: [
		{ value: 'auto', label: 'Autodetect', help: 'JSON as items, anything else as text' },
		{ value: 'file', label: 'File', help: 'A binary file in the field data' },
		{ value: 'text', label: 'Text', help: 'The text as it came' },
	],
} as const satisfies InputField;

const output: readonly OutputField[] = [
	{ name: 'status', label: 'Status', type: 'number', simple: true },
	{ name: 'body', label: 'Body', type: 'object', simple: true },
];

const sample = {
	status: 200,
	body: { data: [{ id: 'ws_3f9a1c52', name: 'Customer Support' }] },
} satisfies JsonObject;

/** The 'API Request' operation, as the shells describe it; queries and headers are lists of their own. */
export const requestDescription = {
	name: 'apiRequest',
	label: 'API Request',
	action: 'Send a request to the VIVI API',
	description: 'Call any address of the VIVI API',
	fields: { method, path, body },
	responseFormat,
	lists: {
		query: { name: 'query', label: 'Query Parameters', one: 'Parameter' },
		headers: { name: 'headers', label: 'Headers', one: 'Header' },
	},
	defaults: { method: 'GET' },
	output,
	sample,
} as const;
