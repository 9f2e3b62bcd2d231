import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';

import { ancestors, catalogue } from '../../../vivi/catalogue';
import { additionalProperties } from '../../../vivi/catalogue/fields';
import { resourcesInPath, takesJson } from '../../../vivi/catalogue/form';
import type { InputField, Operation, Resource } from '../../../vivi/catalogue/types';
import { applies } from '../../../vivi/client/input-values';
import { apiOperationChoices, apiOperationFields } from './api-operation';
import { recordChoices } from './choices';
import { valuesOf } from './input-values';
import { keyOf, toKey } from './key';
import { sentence } from './wording';

/** A field, or a function that gives fields which depend on the values above. */
export type ZapierField =
	| PlainInputField
	| ((z: ZObject, bundle: Bundle) => PlainInputField[] | Promise<PlainInputField[]>);

/** All fields of an operation. */
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

/**
 * The catalogue's inputs. An input that is required only in some cases appears after the input that
 * decides about it. Others are always there, because each field that comes and goes makes Zapier
 * load the form again.
 */
function inputFields(fields: readonly InputField[]): ZapierField[] {
	const comesAndGoes = ({ onlyWhen, required }: InputField) => onlyWhen !== undefined && required;
	const deciding = new Set(fields.filter(comesAndGoes).map(({ onlyWhen }) => onlyWhen!.field));
	return fields.map((field) => {
		if (field.type === 'apiFields') return apiOperationFields;
		const own = inputField(field);
		const plain = deciding.has(field.name) ? { ...own, altersDynamicFields: true } : own;
		if (!comesAndGoes(field)) return plain;
		return (_z: ZObject, { inputData }: Bundle) =>
			applies(field, fields, valuesOf(inputData, fields)) ? [plain] : [];
	});
}

/** The catalogue's input as Zapier's field; the same object for the same input, as for outputs. */
export function inputField(field: InputField): PlainInputField {
	const known = described.get(field);
	if (known) return known;
	const made = describe(field);
	described.set(field, made);
	return made;
}

const described = new WeakMap<InputField, PlainInputField>();

function describe(field: InputField): PlainInputField {
	const { label, type, required, placeholder, initial } = field;
	return {
		key: keyOf(field),
		label: type === 'ownId' ? label.replace(/ ID$/, '') : label,
		helpText: sentence(field.help),
		...(required && { required: true }),
		...(placeholder !== undefined && { placeholder }),
		...(initial !== undefined && { default: String(initial) }),
		...typeOf(field),
	};
}

/** Zapier's default type is text; each word less makes every call faster. */
function typeOf(field: InputField): Partial<PlainInputField> {
	const { type, options, resource } = field;
	switch (type) {
		case 'text':
		case 'number':
		case 'boolean':
			return { type };
		case 'file':
			return { type, ...(field.several && { list: true }) };
		case 'files':
			return { type: 'file', list: true };
		case 'dateTime':
			return { type: 'datetime' };
		case 'json':
			return { type: 'json', schema: { type: 'object' } };
		case 'anyJson':
			return { type: 'text' };
		case 'pairs':
			return {
				dict: true,
				helpText: `One ${field.one!.toLowerCase()} per line, its name on the left and its value on the right.`,
			};
		case 'options':
			return {
				choices: (options ?? []).map(({ value, label }) => ({ value, label, sample: value })),
			};
		case 'reference':
			return dropdown(catalogue[resource!], field.in === 'path');
		case 'apiOperation':
			return { choices: apiOperationChoices, altersDynamicFields: true };
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
