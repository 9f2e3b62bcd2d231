import type { INodeProperties } from 'n8n-workflow';

import type { InputField } from '../../../vivi/catalogue/types';

/** The name of the method that fills the list of operations. */
export const SEARCH_OPERATIONS = 'searchApiOperations';

/** The name of the method that gives the fields of an operation. */
export const OPERATION_FIELDS = 'getApiOperationFields';

/** Chooses an operation of the API description: from the list, or by its method and path. */
export function operationLocator({ name, label, help, placeholder }: InputField): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: help,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select an operation…',
				typeOptions: { searchListMethod: SEARCH_OPERATIONS, searchable: true },
			},
			{
				displayName: 'By Method and Path',
				name: 'name',
				type: 'string',
				placeholder: placeholder ?? '',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '\\s*[A-Za-z]+\\s+/.*',
							errorMessage: ['Enter a method and a path', placeholder].filter(Boolean).join(', '),
						},
					},
				],
			},
		],
	};
}

/** The fields of the chosen operation; the ID of each field holds the place of its value. */
export function operationMapper(
	{ name, label, help }: InputField,
	{ name: operation }: Pick<InputField, 'name'>,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'resourceMapper',
		// A mapper that is an expression loses its values.
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		description: help,
		typeOptions: {
			loadOptionsDependsOn: [`${operation}.value`],
			resourceMapper: {
				resourceMapperMethod: OPERATION_FIELDS,
				// The mapper's mode that asks for required fields.
				mode: 'add',
				valuesLabel: label,
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				// Items have no keys such as `body.name`.
				supportAutoMap: false,
				hideNoDataError: true,
			},
		},
	};
}

/**
 * Shown for operations that may answer with a list: they read, and do not end with the ID of a
 * record.
 */
export const MAY_BE_LIST = { _cnd: { regex: '^\\s*[Gg][Ee][Tt]\\s.*\\/[^\\/{}]*\\s*$' } };
