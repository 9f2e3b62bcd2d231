import { additionalProperties } from '../../../vivi/catalogue/fields';
import { pathFields, settingsOf, takesJson } from '../../../vivi/catalogue/form';
import type { InputField } from '../../../vivi/catalogue/types';
import type { Choice } from '../../../vivi/run/ports';

/** The names of the node's collections. */
export type CollectionName = 'filters' | 'additionalFields' | 'options';

/** Where the node asks for what. */
export interface Form {
	/** By themselves, in the order in which they stand. */
	main: readonly InputField[];
	/** Fields in collections, of which only those are there that a person has added. */
	collections: ReadonlyArray<{ name: CollectionName; fields: readonly InputField[] }>;
}

const forms = new WeakMap<object, Form>();

/** The form of an operation: what has to be filled in by itself, the rest in collections. */
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
