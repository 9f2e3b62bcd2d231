import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';

import { describedFields, describedSettings } from '../../../vivi/catalogue/api-operation';
import type { DescribedField, DescribedType } from '../../../vivi/openapi/described';
import { keptDescriptions } from '../../../vivi/openapi/descriptions';
import { operationChoices, operationForm, type EditorSource } from '../../../vivi/openapi/editor';
import { readOperationKey } from '../../../vivi/openapi/operation-key';
import { mayBeList } from '../../../vivi/openapi/run-call';
import { isBlank } from '../../../vivi/text/trimmed';
import { baseUrlOf } from '../authentication/connection';
import { step, type Step } from '../step';
import { dropdownOf } from './choices';
import { keyOf } from './key';
import { fieldKey } from './operation-field-key';
import { sentence } from './wording';

/**
 * Shared by the calls of a warm process. Descriptions are read while a Zap is edited, not when it
 * runs.
 */
const descriptions = keptDescriptions(Date.now);

/** Zapier's dropdown searches only the loaded choices, so a page is large. */
const CHOICES_A_PAGE = 1000;

/** The time limit of each answer while a person is waiting. */
const WATCHED_MS = 20_000;

const OPERATION_KEY = keyOf(describedFields.apiOperation);

/** The dropdown of the operations of the connection's API description. */
export const apiOperationChoices = dropdownOf(
	async (at, page) => await operationChoices(sourceOf(at), { most: CHOICES_A_PAGE, ...page }),
);

/** The fields of the chosen operation. */
export const apiOperationFields: (z: ZObject, bundle: Bundle) => Promise<PlainInputField[]> = step(
	'read',
	async (at) => {
		const chosen = at.bundle.inputData[OPERATION_KEY];
		if (isBlank(chosen)) return [];
		const { fields } = await operationForm(sourceOf(at), chosen);
		const asked = fields.map(inputOf);
		return mayBeList(readOperationKey(chosen)) ? [...asked, limitInput()] : asked;
	},
);

function sourceOf(at: Step): EditorSource {
	const { owner, accountId, workspaceId } = at.client();
	return {
		descriptions,
		request: {
			url: at.bundle.authData['api_description_url'],
			http: at.http,
			authorised: at.authorised,
			baseUrl: baseUrlOf(at.bundle.authData),
			owner,
			timeoutMs: WATCHED_MS,
		},
		known: { accountId, workspaceId },
	};
}

/** Text otherwise, which is Zapier's default. */
const TYPES: Partial<Record<DescribedType, PlainInputField['type']>> = {
	...{ number: 'number', boolean: 'boolean', dateTime: 'datetime', file: 'file' },
	// JSON, for lists may hold objects.
	...{ list: 'text', object: 'text', json: 'text' },
};

function inputOf(field: DescribedField): PlainInputField {
	const { type, label, help, required, options, several, default: preset } = field;
	const isJson = TYPES[type] === 'text';
	const text = [help === '' ? '' : sentence(help), isJson ? 'As JSON.' : ''];
	return {
		key: fieldKey(field),
		label: isJson ? `${label} (JSON)` : label,
		required,
		...(TYPES[type] && { type: TYPES[type] }),
		...(several && { list: true }),
		// What is needed may as well be what the description gives; anything else nobody has asked to send.
		...(required && preset !== undefined && { default: String(preset) }),
		...(text.some(Boolean) && { helpText: [...new Set(text)].filter(Boolean).join(' ') }),
		...(options && {
			choices: options.map(String).map((value) => ({ value, label: value, sample: value })),
		}),
	};
}

/** A step has a time limit, so a list is never read without a limit. */
function limitInput(): PlainInputField {
	const { name, label, help, initial } = describedSettings.limit;
	return {
		key: name,
		label,
		type: 'integer',
		helpText: sentence(help),
		default: String(initial),
	};
}
