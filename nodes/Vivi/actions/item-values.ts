import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { InputField } from '../../../vivi/catalogue/types';
import { applies, type InputValues } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { PAIRS, parameterName } from '../description/field';
import { formOf } from '../description/form';
import { isJsonObject } from '../../../vivi/http/json';
import { givenRecord } from '../shared/given-id';
import { mappedFields } from './mapped-fields';

/** The values of an item, by the catalogue's names. */
export function itemValues(
	context: IExecuteFunctions,
	itemIndex: number,
	choice: Choice,
): InputValues {
	const { main, collections } = formOf(choice);
	const values: Record<string, unknown> = {};
	for (const field of main) values[field.name] = itemValue(context, itemIndex, field);
	for (const field of main) {
		// The form gives a file its default name, also where it hides the field.
		if (field.type === 'file' && !applies(field, main, values)) delete values[field.name];
	}
	for (const { name, fields } of collections) {
		const added = (context.getNodeParameter(name, itemIndex, {}) ?? {}) as IDataObject;
		for (const field of fields) {
			const parameter = parameterName(field);
			if (!Object.hasOwn(added, parameter)) continue;
			const path = `${name}.${parameter}`;
			values[field.name] = asGiven(context, field, added[parameter], path);
		}
	}
	return values;
}

/** The value of a field outside of the collections, or of a setting. */
export function itemValue(
	context: IExecuteFunctions,
	itemIndex: number,
	field: InputField,
): unknown {
	const parameter = parameterName(field);
	if (field.aside) {
		return (context.getNodeParameter('options', itemIndex, {}) as IDataObject)[parameter];
	}
	if (field.type === 'apiFields') return mappedFields(context, itemIndex, parameter);
	// A hidden parameter has no value; n8n would throw an error without a default.
	const value: unknown = context.getNodeParameter(parameter, itemIndex, '');
	return asGiven(context, field, value, parameter);
}

function asGiven(
	context: IExecuteFunctions,
	{ type }: InputField,
	value: unknown,
	parameter: string,
): unknown {
	if (type === 'reference') return givenRecord(context, value, parameter);
	if (type === 'apiOperation') return isJsonObject(value) ? value['value'] : value;
	const isCollection = typeof value === 'object' && value !== null && PAIRS in value;
	return type === 'pairs' && isCollection ? value[PAIRS] : value;
}
