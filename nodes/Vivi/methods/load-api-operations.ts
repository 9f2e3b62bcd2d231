import {
	isExpression,
	type FieldType,
	type ILoadOptionsFunctions,
	type ResourceMapperField,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { describedFields, descriptionUrl } from '../../../vivi/catalogue/api-operation';
import type { DescribedField } from '../../../vivi/openapi/described';
import { operationChoices, operationForm } from '../../../vivi/openapi/editor';
import { isBlank } from '../../../vivi/text/trimmed';
import { editorSource } from '../shared/transport';
import { shown, toOptions } from './shown';

/** The operations of the API description, a page at a time. */
export const searchOperations = shown(async (context, search?: string, after?: string) => {
	const source = await editorSource(context, ownUrl(context));
	const { choices, next } = await operationChoices(source, { search, after });
	return { results: toOptions(choices), ...(next !== undefined && { paginationToken: next }) };
});

/** The fields of the chosen operation. */
export const operationFields = shown(async (context): Promise<ResourceMapperFields> => {
	const { name, label } = describedFields.apiOperation;
	const chosen = context.getCurrentNodeParameter(name);
	const key: unknown = typeof chosen === 'object' ? (chosen as { value?: unknown }).value : chosen;
	if (isBlank(key)) return { fields: [], emptyFieldsNotice: `Choose an ${label} first.` };
	if (isExpression(key)) {
		const emptyFieldsNotice = `The fields can be listed only when '${label}' is chosen or typed, not given by an expression.`;
		return { fields: [], emptyFieldsNotice };
	}
	const { fields, note } = await operationForm(await editorSource(context, ownUrl(context)), key);
	const none = note ?? 'This operation has no fields to fill in.';
	return { fields: fields.map(mapperField), emptyFieldsNotice: none };
});

/** The description of the node, instead of the credential's. */
function ownUrl(context: ILoadOptionsFunctions): unknown {
	const options = context.getCurrentNodeParameter('options') as Record<string, unknown> | undefined;
	return options?.[descriptionUrl.name];
}

/** n8n converts and checks values by these types, before the node gets them. */
const TYPES: Readonly<Record<DescribedField['type'], FieldType | undefined>> = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	// A date and time would be sent with its time.
	date: 'string',
	dateTime: 'dateTime',
	options: 'options',
	list: 'array',
	object: 'object',
	// Any kind of value, for which n8n has no type.
	json: undefined,
	file: 'string',
};

function mapperField(field: DescribedField): ResourceMapperField {
	const { id, type, required, options } = field;
	const fieldType = TYPES[type];
	const preset = type === 'file' ? 'data' : field.default;
	const isPreset = ['string', 'number', 'boolean'].includes(typeof preset);
	return {
		id,
		displayName: displayName(field),
		required,
		// Only required fields are there from the beginning, because every field there is sent, a
		// boolean as false.
		removed: !required,
		defaultMatch: false,
		display: true,
		...(fieldType !== undefined && { type: fieldType }),
		...(options && { options: options.map((value) => ({ name: String(value), value })) }),
		...(isPreset && { defaultValue: preset as string | number | boolean }),
	};
}

function displayName({ label, type, several }: DescribedField): string {
	if (type === 'file') return `${label} (Input Binary Field${several ? 's' : ''})`;
	return type === 'json' ? `${label} (JSON)` : label;
}
