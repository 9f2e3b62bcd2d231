import { agent } from './agent';
import { channel } from './channel';
import { file } from './file';
import { knowledgeBase } from './knowledge-base';
import { prompt } from './prompt';
import { thread } from './thread';
import type { Operation, Resource, ResourceName } from './types';
import { user } from './user';
import { workspace } from './workspace';

/** Every resource, by name; what the shells, the sandbox and the coverage table are built from. */
export const catalogue: Readonly<Record<ResourceName, Resource>> = {
	agent,
	channel,
	file,
	knowledgeBase,
	prompt,
	thread,
	user,
	workspace,
};

export const resources: readonly Resource[] = Object.values(catalogue);

/** The operation of that name, or undefined when the resource has none. */
export function findOperation(resource: Resource, name: string): Operation | undefined {
	return resource.operations.find((operation) => operation.name === name);
}

/** The resources whose IDs stand in an operation's path, outermost first. */
export function resourcesInPath({ path }: Pick<Operation, 'path'>): Resource[] {
	return [...path.matchAll(/\{(\w+)\}/g)]
		.map(([, name]) => resources.find(({ idField }) => idField === name))
		.filter((resource) => resource !== undefined);
}

/** The resources whose IDs stand in the path before this operation's own, outermost first. */
export function ancestors(resource: Resource): Resource[] {
	const parent = resource.parent && catalogue[resource.parent];
	return parent ? [...ancestors(parent), parent] : [];
}
