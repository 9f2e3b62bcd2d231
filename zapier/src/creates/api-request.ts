import type { Create, PlainInputField } from 'zapier-platform-core';

import { requestDescription } from '../../../vivi/client/request-description';
import { ViviInputError } from '../../../vivi/errors';
import { parseJson, type JsonObject, type JsonValue } from '../../../vivi/http/json';
import type { HttpMethod } from '../../../vivi/http/port';
import { inputField } from '../fields/input-fields';
import { toKey } from '../fields/key';
import { actionDescription } from '../fields/wording';
import { step } from '../step';

const { name, label, fields, lists, defaults, sample } = requestDescription;

/** API Request: any address of VIVI's API, with the connection's key. */
export const apiRequest: Create = {
	key: toKey(name),
	noun: 'Request',
	display: { label, description: actionDescription(requestDescription) },
	operation: {
		cleanInputData: false,
		inputFields: [
			{ ...inputField(fields.method), required: true, default: defaults.method },
			inputField(fields.path),
			dictionary(lists.query),
			dictionary(lists.headers),
			// Any JSON will do, a list as well.
			{ ...inputField({ ...fields.body, type: 'text' }) },
		],
		perform: step('write', async ({ bundle, client }) => {
			const { method, path, query, headers, body } = bundle.inputData;
			const value = readBody(body);
			const answer = await client().request({
				method: String(method ?? defaults.method) as HttpMethod,
				path: String(path ?? ''),
				query: pairs(query),
				headers: pairs(headers),
				...(value !== undefined && method !== 'GET' && { body: value }),
			});
			return { status: answer.status, body: answer.body as JsonValue };
		}),
		outputFields: [{ key: 'status', label: 'Status', type: 'integer' }],
		sample: sample as JsonObject,
	},
};

function dictionary({
	name: key,
	label: listLabel,
	one,
}: {
	name: string;
	label: string;
	one: string;
}): PlainInputField {
	return {
		key,
		label: listLabel,
		dict: true,
		required: false,
		helpText: `One ${one.toLowerCase()} per line, its name on the left and its value on the right.`,
	};
}

/** What was filled in on both sides; Zapier gives an empty line for a list that was not touched. */
function pairs(given: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries((given ?? {}) as Record<string, unknown>)
			.filter(([key]) => key.trim() !== '')
			.map(([key, value]) => [key, String(value ?? '')]),
	);
}

/** @throws ViviInputError when it is no JSON */
function readBody(given: unknown): JsonValue | undefined {
	if (given === undefined || given === null) return undefined;
	if (typeof given !== 'string') return given as JsonValue;
	if (given.trim() === '') return undefined;
	// As it was written: reading it would round long numbers, and a JSON string would be sent as plain text.
	if (parseJson(given) !== undefined) return given;
	throw new ViviInputError({
		code: 'invalid_json',
		field: fields.body.name,
		message: `'${fields.body.label}' is not valid JSON.`,
		hint: 'Check quotes, commas and braces.',
	});
}
