import { additionalProperties } from '../../../vivi/catalogue/fields';
import { pathFields, settingsOf, takesJson } from '../../../vivi/catalogue/form';
import type { InputField } from '../../../vivi/catalogue/types';
import type { Choice } from '../../../vivi/run/ports';

/** The names of the node's collections. */
export type CollectionName = 'filters' | 'additionalFields' | 'options';

/** The place of each field in the node. */
export interface Form {
	/** Outside of the collections, in this order. */
	main: readonly InputField[];
	/** The fields in collections, where a person adds those that are needed. */
	collections: ReadonlyArray<{ name: CollectionName; fields: readonly InputField[] }>;
}

const forms = new WeakMap<object, Form>();

/** The form of an operation: required fields outside, the rest in collections. */
export function formOf(choice: Choice): Form {
	const known = forms.get(choice.operation) ?? makeForm(choice);
	forms.set(choice.operation, known);
	return known;
}

function makeForm({ group, operation }: Choice): Form {
	const hasBody = takesJson(operation);
	const settings = settingsOf(operation);
	const fields = [...operation.fields, ...settings];
	const isAside = ({ aside }: InputField) => aside === true;
	const isFilter = ({ in: place }: InputField) => place === 'query';
	const isMore = (field: InputField) =>
		hasBody && !field.required && !isAside(field) && !isFilter(field) && !settings.includes(field);
	const more = operation.fields.filter(isMore);
	const collections = [
		{ name: 'filters' as const, fields: fields.filter(isFilter) },
		{ name: 'additionalFields' as const, fields: hasBody ? [additionalProperties, ...more] : [] },
		{ name: 'options' as const, fields: fields.filter(isAside) },
	];
	const isMain = (field: InputField) => !isAside(field) && !isFilter(field) && !isMore(field);
	return {
		main: [...pathFields(group, operation), ...fields.filter(isMain)],
		collections: collections.filter((one) => one.fields.length > 0),
	};
}
