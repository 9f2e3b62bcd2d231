import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { resourcesInPath } from '../../../vivi/catalogue';
import type { InputField, Operation, Resource } from '../../../vivi/catalogue/types';
import { additionalProperties, takesJson } from '../../../vivi/client/input-values';
import { runFields } from '../../../vivi/client/run-fields';
import { alphabetical } from './alphabetical';
import { fieldProperty } from './field';
import { locator } from './locator';

type Show = Record<string, string[]>;

/** The operations of a catalogue resource and all they ask for. */
export function resourceProperties(resource: Resource): INodeProperties[] {
	return [
		operationProperty(resource),
		...resource.operations.flatMap((operation) => operationProperties(resource, operation)),
	];
}

/** The choice of the operation; every resource can be listed. */
function operationProperty({ name, operations }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [name] } },
		options: operations.map(operationOption).sort((a, b) => alphabetical(a.name, b.name)),
		default: 'getAll',
	};
}

function operationOption({ label, name, description, action }: Operation): INodePropertyOptions {
	return { name: label, value: name, description, action };
}

function operationProperties(resource: Resource, operation: Operation): INodeProperties[] {
	const show = { resource: [resource.name], operation: [operation.name] };
	return [
		...pathProperties(resource, operation, show),
		...requiredProperties(operation, show),
		...(operation.kind === 'list' ? listProperties(show) : []),
		...(isRead(operation) ? [simplifyProperty(show)] : []),
		...filtersProperty(operation, show),
		...additionalFieldsProperty(operation, show),
	];
}

/** True for the operations that change nothing in VIVI. */
export function isRead({ kind }: Operation): boolean {
	return kind === 'list' || kind === 'get';
}

/** n8n cannot mark a field as required for one kind of key only. */
const WORKSPACE_HINT = 'Required with an Account API key; a Workspace API key has its own';

function pathProperties(resource: Resource, operation: Operation, show: Show): INodeProperties[] {
	return resourcesInPath(operation).map((place) => {
		const isGet = operation.kind === 'get';
		// A Workspace API key knows its workspace, so that the choice may be left out.
		const mayBeLeftOut = place.name === 'workspace' && (place !== resource || isGet);
		const description = mayBeLeftOut
			? "The workspace to work in. Leave it empty with a Workspace API key: the key's own workspace is used."
			: `The ${place.label.toLowerCase()} to work with`;
		return locator(place, {
			displayOptions: { show },
			...(mayBeLeftOut ? { hint: WORKSPACE_HINT } : { required: true }),
			description,
		});
	});
}

function requiredProperties({ fields }: Operation, show: Show): INodeProperties[] {
	return fields
		.filter(({ required }) => required)
		.map((field) => ({
			...fieldProperty(field),
			required: true,
			displayOptions: {
				show: {
					...show,
					...(field.onlyWhen && { [field.onlyWhen.field]: [...field.onlyWhen.values] }),
				},
			},
		}));
}

function listProperties(show: Show): INodeProperties[] {
	return [
		{ ...fieldProperty(runFields.returnAll), displayOptions: { show } },
		{
			...fieldProperty(runFields.limit),
			displayOptions: { show: { ...show, returnAll: [false] } as never },
			default: 50,
		},
	];
}

function simplifyProperty(show: Show): INodeProperties {
	return { ...fieldProperty(runFields.simplify), displayOptions: { show } };
}

function filtersProperty(operation: Operation, show: Show): INodeProperties[] {
	const fields = operation.fields.filter((field) => field.in === 'query');
	return fields.length === 0 ? [] : [collection('Filters', 'filters', 'Add Filter', show, fields)];
}

function additionalFieldsProperty(operation: Operation, show: Show): INodeProperties[] {
	if (!takesJson(operation)) return [];
	const optional = operation.fields.filter(({ required }) => !required);
	const [label, add] =
		operation.kind === 'update'
			? ['Update Fields', 'Add Field']
			: ['Additional Fields', 'Add Field'];
	return [collection(label, 'additionalFields', add, show, [additionalProperties, ...optional])];
}

function collection(
	displayName: string,
	name: string,
	placeholder: string,
	show: Show,
	fields: readonly InputField[],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'collection',
		placeholder,
		default: {},
		displayOptions: { show },
		options: fields.map(fieldProperty).sort((a, b) => alphabetical(a.displayName, b.displayName)),
	};
}
