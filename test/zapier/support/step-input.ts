import type { Sandbox } from '../../../sandbox/server';
import { ancestors } from '../../../vivi/catalogue';
import type { InputField, Endpoint, Resource } from '../../../vivi/catalogue/types';
import { resourcesInPath } from '../../../vivi/catalogue/form';
import { keyOf, toKey } from '../../../zapier/src/fields/key';

/** What a person would fill in for a step, and the places it works in. */
export interface StepInput {
	inputData: Record<string, unknown>;
	/** IDs of what is above the record, by the catalogue's names. */
	scope: Record<string, string>;
	/** The record the step works on, where it is one that exists. */
	id?: string;
}

/** Input for an operation of the catalogue, on a record of its own where it needs one. */
export function stepInput(sandbox: Sandbox, resource: Resource, operation: Endpoint): StepInput {
	const scope = scopeOf(sandbox, resource);
	const worksOnRecord = resourcesInPath(operation).includes(resource);
	const id = worksOnRecord ? recordFor(sandbox, resource, operation, scope) : undefined;
	return {
		inputData: {
			...keysOf(scope),
			...(id !== undefined && { [toKey(resource.idField)]: id }),
			...requiredInput(operation),
			...(operation.kind === 'update' && { name: 'After', additional_properties: { extra: 1 } }),
		},
		scope,
		// What is made of a record is another one.
		...(id !== undefined && operation.kind !== 'create' && { id }),
	};
}

/** A value for each field that has to be filled in, files apart. */
export function requiredInput({ fields }: Pick<Endpoint, 'fields'>): Record<string, string> {
	return Object.fromEntries(
		fields
			.filter((field) => field.required && field.type !== 'file')
			.map((field) => [keyOf(field), valueOf(field)]),
	);
}

/** Where records of a resource are, in the sandbox's default workspace. */
export function scopeOf(sandbox: Sandbox, resource: Resource): Record<string, string> {
	return Object.fromEntries(
		ancestors(resource).map(({ name, idField }) => [
			idField,
			name === 'workspace' ? sandbox.defaultWorkspaceId : knowledgeBaseOf(sandbox),
		]),
	);
}

export function keysOf(ids: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(ids).map(([name, id]) => [toKey(name), id]));
}

function recordFor(
	sandbox: Sandbox,
	resource: Resource,
	operation: Endpoint,
	scope: Record<string, string>,
): string {
	if (operation.output && resource.name === 'thread') {
		const threads = sandbox.data.list('thread').map(({ id }) => String(id));
		return threads.find((id) => sandbox.data.messages(id).length > 0)!;
	}
	return String(sandbox.data.insert(resource.name, { name: 'Before' }, scope)['id']);
}

/** One that files can go into. */
function knowledgeBaseOf(sandbox: Sandbox): string {
	const [first] = sandbox.data.list('knowledgeBase').filter(({ type }) => type === 'documents');
	return String(first!['id']);
}

function valueOf({ type, options, name }: InputField): string {
	if (type === 'options') return options![0]!.value;
	if (type === 'number') return '1';
	if (type === 'email') return 'new.user@example.com';
	if (type === 'url') return 'https://www.example.com/help';
	return `A ${name}`;
}
