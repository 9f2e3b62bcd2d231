import type { INodeProperties } from 'n8n-workflow';

import { catalogue } from '../../../vivi/catalogue';
import type { InputField } from '../../../vivi/catalogue/types';
import { alphabetical } from './alphabetical';
import { dependencies, locator, optionsMethod } from './locator';

/** An input of the catalogue as a parameter of the node. */
export function fieldProperty(field: InputField): INodeProperties {
	const base = {
		displayName: field.label,
		name: field.name,
		description: field.help,
		...(field.placeholder !== undefined && { placeholder: field.placeholder }),
	};
	switch (field.type) {
		case 'text':
			return { ...base, type: 'string', typeOptions: { rows: 4 }, default: '' };
		case 'number':
			return { ...base, type: 'number', ...rangeOf(field), default: field.default ?? 0 };
		case 'boolean':
			return { ...base, type: 'boolean', default: field.default ?? false };
		case 'dateTime':
			return { ...base, type: 'dateTime', default: '' };
		case 'json':
			return { ...base, type: 'json', default: '{}' };
		case 'email':
			return { ...base, type: 'string', placeholder: 'e.g. name@email.com', default: '' };
		case 'options':
			return { ...base, ...optionsOf(field) };
		case 'reference':
			return locator(catalogue[field.resource!], {
				name: field.name,
				description: base.description,
			});
		case 'references':
			return {
				...base,
				displayName: `${catalogue[field.resource!].label} Names or IDs`,
				type: 'multiOptions',
				typeOptions: {
					loadOptionsMethod: optionsMethod(catalogue[field.resource!]),
					loadOptionsDependsOn: dependencies(catalogue[field.resource!]),
				},
				default: [],
				description: `${base.description}. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.`,
			};
		case 'file':
			return {
				displayName: 'Input Binary Field',
				name: 'binaryPropertyName',
				type: 'string',
				default: 'data',
				hint: 'The name of the input field containing the binary file data to be uploaded',
				description: `${base.description}. It is held in memory while it is sent, so n8n needs free memory of at least twice its size.`,
			};
		default:
			return { ...base, type: 'string', default: '' };
	}
}

/** Which numbers n8n's editor lets one enter. */
function rangeOf({ whole, min, max }: InputField) {
	const typeOptions = {
		...(min !== undefined && { minValue: min }),
		...(max !== undefined && { maxValue: max }),
		...(whole && { numberPrecision: 0 }),
	};
	return Object.keys(typeOptions).length > 0 ? { typeOptions } : {};
}

function optionsOf({ options = [], default: preset }: InputField) {
	return {
		type: 'options' as const,
		options: options
			.map(({ value, label, help }) => ({
				name: label,
				value,
				...(help !== undefined && { description: help }),
			}))
			.sort((a, b) => alphabetical(a.name, b.name)),
		default: preset ?? '',
	};
}
