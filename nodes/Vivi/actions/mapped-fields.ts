import type { FieldType, IExecuteFunctions, ResourceMapperValue } from 'n8n-workflow';

import type { DescribedType } from '../../../vivi/openapi/described';
import type { FilledIn } from '../../../vivi/openapi/read-call';

/**
 * Values that n8n has converted are read once more: n8n does not convert those of a hand-made
 * workflow.
 */
const TYPES: Partial<Record<FieldType, DescribedType>> = {
	string: 'string',
	number: 'number',
	boolean: 'boolean',
	dateTime: 'dateTime',
	array: 'list',
	object: 'object',
};

/**
 * The values of an API operation. The mapper stores the fields with the workflow, so they need not
 * be loaded again.
 */
export function mappedFields(
	context: IExecuteFunctions,
	itemIndex: number,
	parameter: string,
): FilledIn[] {
	const mapper = context.getNodeParameter(parameter, itemIndex, {}) as Partial<ResourceMapperValue>;
	const schema = new Map((mapper.schema ?? []).map((field) => [field.id, field]));
	// n8n converts and checks the values only with these options.
	const values = (context.getNodeParameter(`${parameter}.value`, itemIndex, {}) ?? {}) as Record<
		string,
		unknown
	>;
	const required = [...schema.values()].filter((field) => field.required && field.removed !== true);
	const ids = new Set([...Object.keys(values), ...required.map(({ id }) => id)]);
	return [...ids].map((id) => {
		const field = schema.get(id);
		return {
			id,
			value: Object.hasOwn(values, id) ? values[id] : undefined,
			required: field?.required === true,
			...(field && { type: typeOf(field.type) }),
		};
	});
}

function typeOf(type: FieldType | undefined): DescribedType | undefined {
	return type === undefined ? 'json' : TYPES[type];
}
