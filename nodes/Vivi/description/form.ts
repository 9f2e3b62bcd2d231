import { additionalProperties } from '../../../vivi/catalogue/fields';
import { pathFields, settingsOf, takesJson } from '../../../vivi/catalogue/form';
import type { InputField } from '../../../vivi/catalogue/types';
import type { Choice } from '../../../vivi/run/ports';

/** Fields that a person adds as they are needed. */
export interface FieldCollection {
	name: 'filters' | 'additionalFields' | 'options';
	fields: readonly InputField[];
}

/** The place of each field in the node. */
export interface Form {
	/** Outside of the collections, in this order. */
	main: readonly InputField[];
	collections: readonly FieldCollection[];
}

const forms = new WeakMap<object, Form>();

/** The form of an operation: required fields outside, the rest in collections. */
export function formOf(choice: Choice): Form {
	const known = forms.get(choice.operation) ?? makeForm(choice);
	forms.set(choice.operation, known);
	return known;
}

function makeForm({ group, operation }: Choice): Form {
	const settings = settingsOf(operation);
	const collectionOf = (field: InputField): FieldCollection['name'] | undefined => {
		if (field.in === 'query') return 'filters';
		if (field.aside) return 'options';
		const isMore = takesJson(operation) && !field.required && !settings.includes(field);
		return isMore ? 'additionalFields' : undefined;
	};
	const fields = [...operation.fields, ...settings];
	const fieldsIn = (name?: FieldCollection['name']) =>
		fields.filter((field) => collectionOf(field) === name);
	const collections: FieldCollection[] = [
		{ name: 'filters', fields: fieldsIn('filters') },
		{
			name: 'additionalFields',
			fields: [
				...(takesJson(operation) ? [additionalProperties] : []),
				...fieldsIn('additionalFields'),
			],
		},
		{ name: 'options', fields: fieldsIn('options') },
	];
	return {
		main: [...pathFields(group, operation), ...fieldsIn()],
		collections: collections.filter((one) => one.fields.length > 0),
	};
}
