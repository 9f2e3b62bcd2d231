import type { Create, PlainInputField } from 'zapier-platform-core';

import { readFreeRequest } from '../../../vivi/client/free-request';
import { requestDescription } from '../../../vivi/client/request-description';
import type { JsonObject, JsonValue } from '../../../vivi/http/json';
import { isBlank } from '../../../vivi/text/trimmed';
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
			const request = readFreeRequest({
				method: isBlank(method) ? defaults.method : method,
				...{ path, query, headers, body },
			});
			const answer = await client().request(request);
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
