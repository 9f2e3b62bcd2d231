import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core';

import { ancestors, catalogue } from '../../../vivi/catalogue';
import { connectionSettingsOf, pathFields } from '../../../vivi/catalogue/form';
import { onBehalfOf } from '../../../vivi/catalogue/settings';
import type { InputField, Resource } from '../../../vivi/catalogue/types';
import { applies } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { isBlank } from '../../../vivi/text/trimmed';
import { apiOperationChoices, apiOperationFields } from './api-operation';
import { recordChoices } from './choices';
import { ownFieldsOf, valuesOf } from './input-values';
import { keyOf, toKey } from './key';
import { once } from './once';
import { sentence } from './wording';

/** A field, or a function that gives fields which depend on the values above. */
export type ZapierField =
	| PlainInputField
	| ((z: ZObject, bundle: Bundle) => PlainInputField[] | Promise<PlainInputField[]>);

/** All fields of an operation. */
export function operationFields({ group, operation }: Choice): ZapierField[] {
	const isForUsers = connectionSettingsOf(operation).includes(onBehalfOf);
	return [
		...pathFields(group, operation).map(pathInput),
		...inputFields(ownFieldsOf(operation)),
		...(isForUsers ? [inputField(onBehalfOf)] : []),
	];
}

/** A record in the path of an operation. What a form cannot demand of every key it asks for in words. */
function pathInput(field: InputField): PlainInputField {
	const texts = [field.help, FROM_LIST, field.hint ?? ''].filter(Boolean).map(sentence);
	return { ...inputField(field), helpText: texts.join(' ') };
}

const FROM_LIST = 'Choose it from the list, or use its ID from an earlier step';

/**
 * The catalogue's inputs. An input that is required only in some cases appears after the input that
 * decides about it. An input that other inputs can replace is required as long as all of them are
 * empty. Others are always there, because each field that comes and goes makes Zapier load the form
 * again.
 */
function inputFields(fields: readonly InputField[]): ZapierField[] {
	const comesAndGoes = ({ onlyWhen, required }: InputField) => onlyWhen !== undefined && required;
	const deciding = new Set([
		...fields.filter(comesAndGoes).map(({ onlyWhen }) => onlyWhen!.field),
		...fields.flatMap(({ orElse = [] }) => orElse),
	]);
	return fields.map((field) => {
		if (field.type === 'apiFields') return apiOperationFields;
		const own = inputField(field);
		const plain = deciding.has(field.name) ? { ...own, altersDynamicFields: true } : own;
		if (field.orElse) {
			const others = fields.filter(({ name }) => field.orElse!.includes(name)).map(keyOf);
			return (_z: ZObject, { inputData }: Bundle) => [
				{ ...plain, required: others.every((key) => isBlank(inputData[key])) },
			];
		}
		if (!comesAndGoes(field)) return plain;
		return (_z: ZObject, { inputData }: Bundle) =>
			applies(field, fields, valuesOf(inputData, fields)) ? [plain] : [];
	});
}

/** The catalogue's input as Zapier's field. */
export const inputField = once((field: InputField): PlainInputField => {
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
});

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
			return { choices: choicesOf(field) };
		case 'reference':
			return dropdown(catalogue[resource!], field.in === 'path');
		case 'apiOperation':
			return { choices: apiOperationChoices, altersDynamicFields: true };
		case 'references':
			return { list: true, ...dropdown(catalogue[resource!]) };
		case 'texts':
			return { list: true, ...(options && { choices: choicesOf(field) }) };
		case 'urls':
			return { list: true };
		default:
			return {};
	}
}

function choicesOf({ options = [] }: InputField) {
	return options.map(({ value, label }) => ({ value, label, sample: value }));
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
