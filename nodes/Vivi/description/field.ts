import type { INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../../vivi/catalogue';
import { describedFields } from '../../../vivi/catalogue/api-operation';
import type { InputField } from '../../../vivi/catalogue/types';
import { operationLocator, operationMapper } from './api-operation';
import { alphabetical } from './collection';
import { dependencies, locator, optionsMethod } from './locator';

/** n8n keeps files with its items, under the names of these fields. */
const FILE_PARAMETERS: Partial<Record<InputField['type'], string>> = {
	file: 'binaryPropertyName',
	files: 'binaryProperties',
};

/** The name of the node's parameter for an input of the catalogue. */
export function parameterName({ type, name }: InputField): string {
	return FILE_PARAMETERS[type] ?? name;
}

/** An input of the catalogue as a parameter of the node. */
export function fieldProperty(field: InputField): INodeProperties {
	const base = {
		displayName: field.label,
		name: parameterName(field),
		description: field.help,
		...(field.placeholder !== undefined && { placeholder: field.placeholder }),
	};
	const text = { ...base, type: 'string' as const, default: '' };
	switch (field.type) {
		case 'text':
			return { ...text, typeOptions: { rows: 4 } };
		case 'number':
			return { ...base, type: 'number', ...rangeOf(field), default: beginning(field, 0) };
		case 'boolean':
			return { ...base, type: 'boolean', default: beginning(field, false) };
		case 'dateTime':
			return { ...base, type: 'dateTime', default: '' };
		case 'json':
			return { ...base, type: 'json', default: '{}' };
		case 'anyJson':
			// Not the empty object that is the default of other JSON fields: that would be a value.
			return { ...base, type: 'json', default: '' };
		case 'pairs':
			return { ...base, ...pairsOf(field) };
		case 'email':
			return { ...text, placeholder: 'e.g. name@email.com' };
		case 'urls':
			return { ...text, description: `${field.help}, separated by commas` };
		case 'options':
			return { ...base, type: 'options', options: choicesOf(field), default: beginning(field, '') };
		case 'reference':
			return locator(catalogue[field.resource!], {
				name: field.name,
				description: base.description,
				...(field.hint !== undefined && { hint: field.hint }),
			});
		case 'apiOperation':
			return operationLocator(field);
		case 'apiFields':
			return operationMapper(field, describedFields.apiOperation);
		case 'references':
			return { ...base, ...multiOptionsOf(field) };
		case 'texts':
			if (!field.options) return text;
			return {
				...base,
				type: 'multiOptions',
				options: choicesOf(field),
				default: [...((field.default as readonly string[] | undefined) ?? [])],
			};
		case 'file':
		case 'files':
			return filesProperty(field);
		default:
			return text;
	}
}

/** The first value in a form. */
function beginning<Value>({ initial, default: preset }: InputField, none: Value) {
	const begin = initial ?? preset ?? none;
	return begin as Exclude<typeof begin, readonly string[]>;
}

function filesProperty(field: InputField): INodeProperties {
	const { type, help, several } = field;
	const name = parameterName(field);
	return type === 'file'
		? {
				displayName: 'Input Binary Field',
				name,
				type: 'string',
				default: 'data',
				hint: `The name of the input field containing the binary file data to be uploaded${several ? '; several names are separated by commas' : ''}`,
				description: `${help}. Where n8n keeps files on its disk it is sent piece by piece; otherwise n8n needs free memory of at least twice its size.`,
			}
		: {
				displayName: 'Attached Binary Fields',
				name,
				type: 'string',
				default: 'data',
				placeholder: 'e.g. data, attachment_0',
				description:
					'The names of the input fields whose files go with the message, separated by commas. They are uploaded before it is sent.',
			};
}

/** A list of names and values. */
function pairsOf({ one = 'Entry' }: InputField) {
	return {
		type: 'fixedCollection' as const,
		typeOptions: { multipleValues: true },
		placeholder: `Add ${one.toLowerCase()}`,
		default: {},
		options: [
			{
				displayName: one,
				name: PAIRS,
				values: [
					{ displayName: 'Name', name: 'name', type: 'string' as const, default: '' },
					{ displayName: 'Value', name: 'value', type: 'string' as const, default: '' },
				],
			},
		],
	};
}

/** The place of a list of names and values. */
export const PAIRS = 'parameters';

/** The numbers that n8n's editor accepts. */
function rangeOf({ whole, min, max }: InputField) {
	const typeOptions = {
		...(min !== undefined && { minValue: min }),
		...(max !== undefined && { maxValue: max }),
		...(whole && { numberPrecision: 0 }),
	};
	return Object.keys(typeOptions).length > 0 ? { typeOptions } : {};
}

function choicesOf({ options = [] }: InputField) {
	return options
		.map(({ value, label, help }) => ({
			name: label,
			value,
			...(help !== undefined && { description: help }),
		}))
		.sort((a, b) => alphabetical(a.name, b.name));
}

function multiOptionsOf({ resource, help }: InputField) {
	const listed = catalogue[resource!];
	return {
		displayName: `${listed.label} Names or IDs`,
		type: 'multiOptions' as const,
		typeOptions: {
			loadOptionsMethod: optionsMethod(listed),
			loadOptionsDependsOn: dependencies(listed),
		},
		default: [],
		description: `${help}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
	};
}
