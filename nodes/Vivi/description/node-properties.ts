import type { INodeProperties } from 'n8n-workflow';

import { groups, offeredOf } from '../../../vivi/catalogue';
import { connectionSettingsOf } from '../../../vivi/catalogue/form';
import type { Group, InputField, Operation } from '../../../vivi/catalogue/types';
import type { Choice } from '../../../vivi/run/ports';
import { describedFields } from '../../../vivi/catalogue/api-operation';
import { MAY_BE_LIST } from './api-operation';
import { alphabetical, collection } from './collection';
import { fieldProperty } from './field';
import { formOf, type FieldCollection } from './form';

type Show = Record<string, Array<string | boolean>>;

const all: readonly Group[] = Object.values(groups);
const choices: readonly Choice[] = all.flatMap((group) =>
	offeredOf(group).map((operation) => ({ group, operation })),
);

/** The names of the resources whose operations take a credential. */
export function resourcesWith(connection: Operation['connection']): string[] {
	const taking = choices.filter(({ operation }) => operation.connection === connection);
	return [...new Set(taking.map(({ group }) => group.name))];
}

/** All parameters of the node, made from the catalogue. */
export function nodeProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: all
				.map(({ label, name, description }) => ({ name: label, value: name, description }))
				.sort((a, b) => alphabetical(a.name, b.name)),
			default: 'workspace',
		},
		...all.flatMap((group) => [
			operationProperty(group),
			...offeredOf(group).flatMap((operation) => operationProperties({ group, operation })),
		]),
		optionsProperty('channel', { show: { resource: resourcesWith('channel') } }),
		optionsProperty('key', { hide: { resource: resourcesWith('channel') } }),
	];
}

/** The choice of the operation. */
function operationProperty(group: Group): INodeProperties {
	const offered = offeredOf(group);
	const { name: first } = group.operations['getAll'] ?? offered[0]!;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [group.name] } },
		options: offered
			.map(({ label, name, description, action }) => ({
				...{ name: label, value: name, description, action },
			}))
			.sort((a, b) => alphabetical(a.name, b.name)),
		default: first,
	};
}

function operationProperties(choice: Choice): INodeProperties[] {
	const show = { resource: [choice.group.name], operation: [choice.operation.name] };
	const { main, collections } = formOf(choice);
	return [
		...main.map((field) => shownProperty(field, { ...show, ...decidersOf(field, main) })),
		...collections
			.filter(({ name }) => name !== 'options')
			.map((one) => collectionProperty(choice, one, { show })),
	];
}

function collectionProperty(
	{ operation }: Choice,
	{ name, fields }: FieldCollection,
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties {
	const properties = fields.map(fieldProperty);
	if (name === 'filters') {
		// The first filter is there from the start, so that nobody has to add it.
		const first = properties[0]!;
		return {
			...collection('Filters', name, 'Add Filter', properties, displayOptions),
			default: { [first.name]: first.default as string },
		};
	}
	const label = operation.kind === 'update' ? 'Update Fields' : 'Additional Fields';
	return collection(label, name, 'Add Field', properties, displayOptions);
}

/** The conditions under which a field is shown, those of its deciding field included. */
function decidersOf({ onlyWhen }: InputField, fields: readonly InputField[]): Show {
	if (!onlyWhen) return {};
	const deciding = fields.find(({ name }) => name === onlyWhen.field);
	return {
		...(deciding && decidersOf(deciding, fields)),
		[onlyWhen.field]: [...onlyWhen.values],
	};
}

/** A field outside of the collections. A field with a default value is not required. */
function shownProperty(field: InputField, show: Show): INodeProperties {
	const { required, initial, default: preset, forLists } = field;
	const hasValue = initial !== undefined || preset !== undefined;
	const ofLists = forLists && { [describedFields.apiOperation.name]: [MAY_BE_LIST] };
	return {
		...fieldProperty(field),
		...(required && !hasValue && { required: true }),
		displayOptions: { show: { ...show, ...ofLists } },
	};
}

/** Options of all operations with a credential, each where it has an effect. */
function optionsProperty(
	connection: Operation['connection'],
	displayOptions: INodeProperties['displayOptions'],
): INodeProperties {
	const taking = choices.filter(({ operation }) => operation.connection === connection);
	const byField = new Map<InputField, Set<string>>();
	for (const choice of taking) {
		const { operation } = choice;
		const own = formOf(choice).collections.find(({ name }) => name === 'options')?.fields ?? [];
		for (const field of new Set([...own, ...connectionSettingsOf(operation)])) {
			byField.set(field, (byField.get(field) ?? new Set()).add(operation.name));
		}
	}
	const names = new Set(taking.map(({ operation }) => operation.name));
	const options = [...byField].map(([field, operations]) => ({
		...fieldProperty(field),
		...(operations.size < names.size && {
			displayOptions: { show: { '/operation': [...operations] } },
		}),
	}));
	return collection('Options', 'options', 'Add option', options, displayOptions);
}
