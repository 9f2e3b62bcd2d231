import { pathFields, stepSettingsOf, takesJson } from '../../../vivi/catalogue/form';
import { additionalProperties } from '../../../vivi/catalogue/fields';
import type { InputField, Operation } from '../../../vivi/catalogue/types';
import type { InputValues } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { keyOf } from './key';
import { describedValues } from './operation-field-key';

type InputData = Readonly<Record<string, unknown>>;

/** The fields of an operation, besides the records in its path. */
export function ownFieldsOf(operation: Operation): InputField[] {
	return [
		// Zapier keeps nothing from one run of a step to the next.
		...operation.fields.filter(({ remembers }) => !remembers),
		...stepSettingsOf(operation),
		...(takesJson(operation) ? [additionalProperties] : []),
	];
}

/** The values of an operation, by the catalogue's names. */
export function operationValues(inputData: InputData, { group, operation }: Choice): InputValues {
	return valuesOf(inputData, [...pathFields(group, operation), ...ownFieldsOf(operation)]);
}

/** The values of some fields, by the catalogue's names. */
export function valuesOf(inputData: InputData, fields: readonly InputField[]): InputValues {
	const values = fields.map((field) =>
		field.type === 'apiFields'
			? describedValues(inputData)
			: { [field.name]: inputData[keyOf(field)] },
	);
	return Object.assign({}, ...values) as InputValues;
}
