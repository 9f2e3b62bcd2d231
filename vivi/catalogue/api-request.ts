import { HTTP_METHODS } from '../http/port';
import type { Group, InputField, Operation } from './types';

/** The form of a free request. */
export const requestFields = {
	method: {
		name: 'method',
		label: 'Method',
		type: 'options',
		required: true,
		initial: 'GET',
		help: 'The HTTP method of the request',
		options: HTTP_METHODS.map((value) => ({ value, label: value })),
	},
	path: {
		name: 'path',
		label: 'Path',
		type: 'string',
		required: true,
		help: "The path below the Base URL; {accountId} and {workspaceId} stand for those of the key. Other hosts are refused, so that the key's token stays with VIVI.",
		placeholder: 'e.g. /accounts/{accountId}/workspaces',
	},
	query: {
		name: 'query',
		label: 'Query Parameters',
		type: 'pairs',
		one: 'Parameter',
		help: 'What follows the question mark in the address',
	},
	headers: {
		name: 'headers',
		label: 'Headers',
		type: 'pairs',
		one: 'Header',
		help: 'Headers that are sent besides the usual ones',
	},
	bodyType: {
		name: 'bodyType',
		label: 'Body Type',
		type: 'options',
		help: 'What is sent as the body of the request',
		options: [
			{ value: 'json', label: 'JSON', help: 'An object, a list or any other JSON' },
			{
				value: 'form',
				label: 'Form (Multipart)',
				help: 'Fields and files, as multipart/form-data',
			},
			{
				value: 'urlencoded',
				label: 'Form (URL-Encoded)',
				help: 'Fields, as application/x-www-form-urlencoded',
			},
			{ value: 'file', label: 'File', help: 'The file itself' },
		],
		default: 'json',
		onlyWhen: { field: 'method', values: ['PATCH', 'POST', 'PUT', 'DELETE'] },
	},
	body: {
		name: 'body',
		label: 'Body',
		type: 'anyJson',
		help: 'The JSON body, as an object or as JSON text. Leave it empty to send none.',
		onlyWhen: { field: 'bodyType', values: ['json'] },
	},
	formFields: {
		name: 'formFields',
		label: 'Form Fields',
		type: 'pairs',
		one: 'Form Field',
		help: 'The fields of the form besides its files. A name that is there several times is sent several times.',
		onlyWhen: { field: 'bodyType', values: ['form', 'urlencoded'] },
	},
	file: {
		name: 'file',
		label: 'File',
		type: 'file',
		help: 'The file to send as the body, or the files to send with the form. A form can do without',
		several: true,
		onlyWhen: { field: 'bodyType', values: ['form', 'file'] },
	},
	fileField: {
		name: 'fileField',
		label: 'File Field',
		type: 'string',
		help: 'The name that the file has in the form. Several files all have this name, or each its own if as many names are separated by commas.',
		default: 'file',
		onlyWhen: { field: 'bodyType', values: ['form'] },
	},
} as const satisfies Record<string, InputField>;

/** Seldom needed: how the answer is read and handed over. */
export const answerFields = {
	responseFormat: {
		name: 'responseFormat',
		label: 'Response Format',
		type: 'options',
		help: 'How the answer is handed over to the next step',
		options: [
			{ value: 'auto', label: 'Autodetect', help: 'JSON as it is, anything else as text' },
			{ value: 'file', label: 'File', help: 'A file' },
			{ value: 'text', label: 'Text', help: 'The text as it came' },
		],
		default: 'auto',
		aside: true,
	},
	fullResponse: {
		name: 'fullResponse',
		label: 'Include Response Headers and Status',
		type: 'boolean',
		help: 'Whether to return the status and the headers of the answer beside its body',
		default: false,
		aside: true,
	},
	pagination: {
		name: 'pagination',
		label: 'Pagination',
		type: 'options',
		help: 'Whether the pages that follow are requested as well. They are found by what the answer says: a cursor, a link, a page number or an offset. Without a Limit the records of all pages are returned.',
		options: [
			{ value: 'off', label: 'Off', help: 'The one answer, as it came' },
			{ value: 'all', label: 'All Pages', help: 'The records of all pages; for GET and a list' },
		],
		default: 'off',
		aside: true,
	},
	limit: {
		name: 'limit',
		label: 'Limit',
		type: 'number',
		help: 'Max number of results to return',
		...{ whole: true, min: 1 },
		initial: 50,
		onlyWhen: { field: 'pagination', values: ['all'] },
		aside: true,
	},
} as const satisfies Record<string, InputField>;

/** Sends a request to any address of VIVI's API, where no other operation does. */
export const apiRequest = {
	name: 'apiRequest',
	label: 'API Request',
	description: 'Any address of the VIVI API, with the same key',
	operations: {
		send: {
			name: 'send',
			label: 'Send',
			action: 'Send a request to the VIVI API',
			description: 'Call any address of the VIVI API',
			does: 'Calls any address of the VIVI API',
			alone: { label: 'API Request', noun: 'Request' },
			kind: 'request',
			connection: 'key',
			safety: 'write',
			fields: [...Object.values(requestFields), ...Object.values(answerFields)],
			output: {
				fields: [
					{ name: 'status', label: 'Status', type: 'number', simple: true },
					{ name: 'body', label: 'Body', type: 'object', simple: true },
				],
				sample: {
					status: 200,
					body: { data: [{ id: 'ws_3f9a1c52', name: 'Customer Support' }] },
				},
			},
		} satisfies Operation,
	},
} satisfies Group;
