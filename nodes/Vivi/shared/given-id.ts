import type { IExecuteFunctions, ILoadOptionsFunctions, INodeParameters } from 'n8n-workflow';

import type { Resource } from '../../../vivi/catalogue/types';
import { givenId, readRecordId, type GivenId } from '../../../vivi/input/record-id';

/** n8n copies the whole node at each call, so this calls it once. */
const parametersOf = new WeakMap<object, INodeParameters>();

/** The value of an item's locator, and its origin. @param parameter its name, such as `agentId` */
export function givenRecord(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	given: unknown,
	parameter: string,
): GivenId {
	// An object that is not a locator is refused as an ID: read as an empty one it would be left out.
	if (!isLocator(given)) return givenId(given, 'text');
	const { mode, value } = given;
	if (mode === 'url') return givenId(value, 'address');
	const isPicked = mode === 'list' && !isExpression(context, parameter);
	return givenId(value, isPicked ? 'list' : 'text');
}

/**
 * The ID of the choice in the editor; the core handles an empty one.
 * @throws ViviInputError naming the field when the ID cannot be used
 */
export function editorRecordId(context: ILoadOptionsFunctions, resource: Resource): string {
	const value: unknown = context.getCurrentNodeParameter(resource.idField);
	return readRecordId(givenRecord(context, value, resource.idField), resource);
}

function isLocator(given: unknown): given is { mode?: unknown; value?: unknown } {
	if (typeof given !== 'object' || given === null) return false;
	return 'mode' in given || 'value' in given || Object.keys(given).length === 0;
}

/** The value of an expression was not picked from a list. */
function isExpression(context: IExecuteFunctions | ILoadOptionsFunctions, parameter: string) {
	const known = parametersOf.get(context) ?? context.getNode().parameters;
	parametersOf.set(context, known);
	const [name, inner] = parameter.split('.') as [string, string?];
	const outer = known[name] as { value?: unknown } & INodeParameters;
	const raw = inner === undefined ? outer : (outer?.[inner] as typeof outer);
	return typeof raw?.value !== 'string' || raw.value.startsWith('=');
}
