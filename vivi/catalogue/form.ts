import { sortBy, sortByCreated } from './filters';
import { resources } from './index';
import {
	answerTimeout,
	concurrency,
	limit,
	onBehalfOf,
	returnAll,
	simplify,
	timeout,
	waitUntilDone,
} from './settings';
import type { Group, InputField, Operation, Resource } from './types';

/** The resources whose IDs stand in an operation's path, outermost first. */
export function resourcesInPath(operation: Operation & { path?: string }): Resource[] {
	// The connection names the channel of a channel's key.
	if (operation.connection === 'channel') return [];
	return [...(operation.path ?? '').matchAll(/\{(\w+)\}/g)]
		.map(([, name]) => resources.find(({ idField }) => idField === name))
		.filter((resource) => resource !== undefined);
}

/**
 * Whether a blank workspace means the workspace of a Workspace API key. To change or delete a
 * workspace, a person has to name it.
 */
export function usesOwnWorkspace(
	{ name }: Pick<Group, 'name'>,
	{ kind }: Pick<Operation, 'kind'>,
): boolean {
	return name !== 'workspace' || kind === 'get';
}

/** A form cannot mark a field as required for one kind of key only. */
const WORKSPACE_HINT = 'Required with an Account API key; a Workspace API key has its own';

/** The fields that choose the records in the path. */
export function pathFields(
	group: Pick<Group, 'name'>,
	operation: Operation & { path?: string },
): InputField[] {
	return resourcesInPath(operation).map(({ name, label, idField }) => {
		const isOptional = name === 'workspace' && usesOwnWorkspace(group, operation);
		const isItself = name === group.name;
		return {
			name: idField,
			label,
			type: 'reference',
			resource: name,
			in: 'path',
			help: isOptional
				? "The workspace to work in. Leave it empty with a Workspace API key: the key's own workspace is used."
				: `The ${label.toLowerCase()} to work with`,
			...(isOptional ? { hint: WORKSPACE_HINT } : { required: true }),
			...(isItself && operation.loss !== undefined && { hint: operation.loss }),
		};
	});
}

/** True for the operations whose body is JSON and may have additional properties. */
export function takesJson({ kind }: Operation): boolean {
	return ['create', 'update', 'upsert', 'action'].includes(kind);
}

/** True for the operations that show records as they are in VIVI. */
export function showsRecords({ kind }: Operation): boolean {
	return kind === 'list' || kind === 'get';
}

/** The settings of how an operation is carried out. */
export function settingsOf(operation: Operation): InputField[] {
	return [
		...(operation.kind === 'list' ? [returnAll, limit] : []),
		...(operation.kind === 'list' ? [operation.output ? sortByCreated : sortBy] : []),
		...(showsRecords(operation) ? [simplify] : []),
		...(operation.settings ?? []),
	];
}

/** The settings that a step with a time limit has, too. */
export function stepSettingsOf({ settings = [] }: Operation): InputField[] {
	return settings.filter((field) => field === waitUntilDone);
}

/** The settings of how its connection is used. */
export function connectionSettingsOf({ kind, safety, connection }: Operation): InputField[] {
	if (connection === 'channel') return [answerTimeout];
	const creates =
		safety === 'write' && ['create', 'upsert', 'upload', 'request', 'described'].includes(kind);
	const reads = safety === 'read' || kind === 'request' || kind === 'described';
	return [...(reads ? [concurrency] : []), ...(creates ? [onBehalfOf] : []), timeout];
}
