import { pathFields, stepSettingsOf, takesJson } from '../../../vivi/catalogue/form';
import { additionalProperties } from '../../../vivi/catalogue/fields';
import { describedSettings } from '../../../vivi/catalogue/api-operation';
import type { InputField } from '../../../vivi/catalogue/types';
import type { InputValues } from '../../../vivi/client/input-values';
import type { Choice } from '../../../vivi/run/ports';
import { filledIn } from './api-operation';
import { keyOf } from './key';
import { givenRecord } from './record-id';

type InputData = Readonly<Record<string, unknown>>;

/** The values of an operation, by the catalogue's names. */
export function operationValues(inputData: InputData, { group, operation }: Choice): InputValues {
	return valuesOf(inputData, [
		...pathFields(group, operation),
		...operation.fields,
		...stepSettingsOf(operation),
		...(takesJson(operation) ? [additionalProperties] : []),
		...(operation.kind === 'described' ? [describedSettings.limit] : []),
	]);
}

/** The values of some fields. */
export function valuesOf(inputData: InputData, fields: readonly InputField[]): InputValues {
	return Object.fromEntries(
		fields.map((field) => {
			if (field.type === 'apiFields') return [field.name, filledIn(inputData)];
			const given = inputData[keyOf(field)];
			return [field.name, field.in === 'path' ? givenRecord(given) : given];
		}),
	);
}
