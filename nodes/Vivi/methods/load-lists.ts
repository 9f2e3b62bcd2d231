import {
	isExpression,
	type FieldType,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
	type ResourceMapperField,
	type ResourceMapperFields,
} from 'n8n-workflow';

import { ancestors } from '../../../vivi/catalogue';
import { describedFields, descriptionUrl } from '../../../vivi/catalogue/api-operation';
import type { Resource } from '../../../vivi/catalogue/types';
import { readWorkspaces, watchFields } from '../../../vivi/changes/watch-input';
import { watchedChoices } from '../../../vivi/changes/watched-choices';
import {
	allChoices,
	findChoices,
	type AllChoices,
	type Choices,
} from '../../../vivi/client/choices';
import type { DescribedField } from '../../../vivi/openapi/described';
import { operationChoices, operationForm, type EditorSource } from '../../../vivi/openapi/editor';
import { isBlank } from '../../../vivi/text/trimmed';
import { editorRecordId } from '../shared/given-id';
import { clientForEditor, editorSource } from '../shared/transport';

/** The editor shows an error's message; an empty list would look as if there were nothing. */
export { withNodeErrors } from '../shared/node-errors';

/** The records of a locator, a page at a time. */
export async function searchList(
	context: ILoadOptionsFunctions,
	resource: Resource,
	search?: string,
	after?: string,
): Promise<INodeListSearchResult> {
	const ids = chosen(context, resource);
	return toPage(
		await findChoices(await clientForEditor(context), resource, { ids, search, after }),
	);
}

/** All records of a dropdown. */
export async function loadList(context: ILoadOptionsFunctions, resource: Resource) {
	const ids = chosen(context, resource);
	return allOptions(await allChoices(await clientForEditor(context), resource, ids));
}

/** The records of a resource in all watched workspaces. */
export async function loadWatched(context: ILoadOptionsFunctions, { name }: Resource) {
	const given = [watchFields.workspaces, watchFields.workspaceIds].map((field) => [
		field.name,
		context.getCurrentNodeParameter(field.name),
	]);
	const workspaces = readWorkspaces(Object.fromEntries(given));
	return allOptions(await watchedChoices(await clientForEditor(context), name, workspaces));
}

/** The operations of the API description, a page at a time. */
export async function searchOperations(
	context: ILoadOptionsFunctions,
	search?: string,
	after?: string,
): Promise<INodeListSearchResult> {
	return toPage(await operationChoices(await sourceFor(context), { search, after }));
}

/** The fields of the chosen operation. */
export async function operationFields(
	context: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const { name, label } = describedFields.apiOperation;
	const given = context.getCurrentNodeParameter(name);
	const key: unknown = typeof given === 'object' ? (given as { value?: unknown }).value : given;
	if (isBlank(key)) return { fields: [], emptyFieldsNotice: `Choose an ${label} first.` };
	if (isExpression(key)) {
		const emptyFieldsNotice = `The fields can be listed only when '${label}' is chosen or typed, not given by an expression.`;
		return { fields: [], emptyFieldsNotice };
	}
	const { fields, note } = await operationForm(await sourceFor(context), key);
	const none = note ?? 'This operation has no fields to fill in.';
	return { fields: fields.map(mapperField), emptyFieldsNotice: none };
}

/** The values that are chosen above this parameter; the core names the missing ones. */
function chosen(context: ILoadOptionsFunctions, resource: Resource): Record<string, string> {
	return Object.fromEntries(
		ancestors(resource).map((place) => [place.idField, editorRecordId(context, place)]),
	);
}

/** The description of the node, instead of the credential's. */
async function sourceFor(context: ILoadOptionsFunctions): Promise<EditorSource> {
	const options = context.getCurrentNodeParameter('options') as Record<string, unknown> | undefined;
	return await editorSource(context, options?.[descriptionUrl.name]);
}

/**
 * The title in the editor. n8n evaluates a chosen value that begins like an expression, and the
 * result would go to the service; so a record with such an ID cannot be chosen.
 */
function toOptions(choices: Choices['choices']): INodePropertyOptions[] {
	return choices
		.filter(({ id }) => !isExpression(id))
		.map(({ id, label }) => ({ name: label, value: id }));
}

function toPage({ choices, next }: Choices): INodeListSearchResult {
	return { results: toOptions(choices), ...(next !== undefined && { paginationToken: next }) };
}

/** The choices of a dropdown, with a text at the end if there are more. */
function allOptions({ choices, more }: AllChoices): INodePropertyOptions[] {
	const options = toOptions(choices);
	// If a person chooses it, it stands for no record: blank IDs count as none.
	return more === undefined ? options : [...options, { name: more, value: '' }];
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
