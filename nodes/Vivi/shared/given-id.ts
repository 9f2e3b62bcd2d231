import type { IExecuteFunctions, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import type { Resource } from '../../../vivi/catalogue/types';
import { readRecordId, type GivenId } from '../../../vivi/input/record-id';

/** n8n copies the whole node whenever it is asked for it, so it is asked once. */
const parametersOf = new WeakMap<object, INodeParameters>();

/**
 * The ID in one of an item's locators.
 * @param parameter its name, such as `agentId` or `additionalFields.promptId`
 * @throws ViviInputError naming the field when it cannot be used; an empty one is left to the core
 */
export function itemRecordId(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
	parameter = resource.idField,
): string {
	const value: unknown = context.getNodeParameter(parameter, itemIndex, '');
	return readRecordId(givenId(context, value, parameter), resource);
}

/** The same for what is chosen in the editor. */
export function editorRecordId(context: ILoadOptionsFunctions, resource: Resource): string {
	const value: unknown = context.getCurrentNodeParameter(resource.idField);
	return readRecordId(givenId(context, value, resource.idField), resource);
}

/** A locator by what it holds; hand-made workflows have texts in their place. */
function givenId(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	given: unknown,
	parameter: string,
): GivenId {
	// An object that is no locator is refused as an ID: read as an empty one it would be left out.
	if (!isLocator(given)) return { value: given, from: 'text' };
	const { mode, value } = given;
	if (mode === 'url') return { value, from: 'address' };
	const isPicked = mode === 'list' && !isExpression(context, parameter);
	return { value, from: isPicked ? 'list' : 'text' };
}

function isLocator(given: unknown): given is { mode?: unknown; value?: unknown } {
	if (typeof given !== 'object' || given === null) return false;
	return 'mode' in given || 'value' in given || Object.keys(given).length === 0;
}

/** Nobody has picked from a list what an expression gives. */
function isExpression(context: IExecuteFunctions | ILoadOptionsFunctions, parameter: string) {
	const known = parametersOf.get(context) ?? context.getNode().parameters;
	parametersOf.set(context, known);
	const [name, inner] = parameter.split('.') as [string, string?];
	const outer = known[name] as { value?: unknown } & INodeParameters;
	const raw = inner === undefined ? outer : (outer?.[inner] as typeof outer);
	return typeof raw?.value !== 'string' || raw.value.startsWith('=');
}
