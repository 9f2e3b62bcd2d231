import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';

import { ancestors, catalogue, resourcesInPath } from '../../../vivi/catalogue';
import type { InputField, Operation, Resource } from '../../../vivi/catalogue/types';
import { additionalProperties, applies, takesJson } from '../../../vivi/client/input-values';
import { recordChoices } from './choices';
import { toKey, valuesOf } from './key';
import { sentence } from './wording';

/** A field, or a function that gives fields which depend on what was filled in before. */
export type ZapierField = PlainInputField | ((z: ZObject, bundle: Bundle) => PlainInputField[]);

/** All that is asked for to carry out an operation of the catalogue. */
export function operationFields(operation: Operation): ZapierField[] {
	return [
		...resourcesInPath(operation).map((resource) => idInput(resource, { required: true })),
		...inputFields(operation.fields),
		...(takesJson(operation) ? [inputField(additionalProperties)] : []),
	];
}

/** The dropdown of a resource's records, for the path of an operation. */
export function idInput(resource: Resource, more: Partial<PlainInputField> = {}): PlainInputField {
	return {
		key: toKey(resource.idField),
		label: resource.label,
		helpText: `The ${resource.label.toLowerCase()} to work with. Choose it from the list, or use its ID from an earlier step.`,
		...dropdown(resource, true),
		...more,
	};
}

/** Inputs of the catalogue; those that are only asked for in some cases follow what decides about it. */
export function inputFields(fields: readonly InputField[]): ZapierField[] {
	const deciding = new Set(fields.map(({ onlyWhen }) => onlyWhen?.field));
	return fields.map((field) => {
		const plain = {
			...inputField(field),
			...(deciding.has(field.name) && { altersDynamicFields: true }),
		};
		const { onlyWhen } = field;
		if (!onlyWhen) return plain;
		return (_z: ZObject, { inputData }: Bundle) =>
			applies(field, fields, valuesOf(inputData, [onlyWhen.field])) ? [plain] : [];
	});
}

/** An input of the catalogue as Zapier asks for it. */
export function inputField(field: InputField): PlainInputField {
	return {
		key: toKey(field.name),
		label: field.label,
		helpText: sentence(field.help),
		...(field.required && { required: true }),
		...(field.placeholder !== undefined && { placeholder: field.placeholder }),
		...typeOf(field),
	};
}

/** A text is what Zapier takes a field for that says nothing; each word less makes every call faster. */
function typeOf({ type, options, resource }: InputField): Partial<PlainInputField> {
	switch (type) {
		case 'text':
		case 'number':
		case 'boolean':
		case 'file':
			return { type };
		case 'dateTime':
			return { type: 'datetime' };
		case 'json':
			return { type: 'json', schema: { type: 'object' } };
		case 'options':
			return {
				choices: (options ?? []).map(({ value, label }) => ({ value, label, sample: value })),
			};
		case 'reference':
			return dropdown(catalogue[resource!]);
		case 'references':
			return { list: true, ...dropdown(catalogue[resource!]) };
		case 'texts':
		case 'urls':
			return { list: true };
		default:
			return {};
	}
}

function dropdown(resource: Resource, forPath = false): Partial<PlainInputField> {
	const above = ancestors(resource).map(({ idField }) => toKey(idField));
	return {
		choices: recordChoices(resource, forPath),
		resource: toKey(resource.name),
		placeholder: `Select ${resource.label.toLowerCase()}`,
		...(above.length > 0 && { dependsOn: above }),
	};
}
