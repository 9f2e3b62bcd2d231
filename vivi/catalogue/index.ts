import { agent } from './agent';
import { apiOperation } from './api-operation';
import { apiRequest } from './api-request';
import { channel } from './channel';
import { chat } from './chat';
import { file } from './file';
import { knowledgeBase } from './knowledge-base';
import { prompt } from './prompt';
import { report } from './report';
import { thread } from './thread';
import type { Group, GroupName, Operation, Resource, ResourceName } from './types';
import { upsert } from './upsert';
import { user } from './user';
import { workspace } from './workspace';

/** Every resource, by name; the sandbox and the coverage table use it too. */
export const catalogue = {
	agent,
	channel,
	file,
	knowledgeBase,
	prompt,
	thread,
	user,
	workspace,
} satisfies Record<ResourceName, Resource>;

export const resources: readonly Resource[] = Object.values(catalogue);

/** Every group of operations that a person can choose, by name. */
export const groups = {
	...catalogue,
	report,
	chat,
	apiRequest,
	apiOperation,
} satisfies Record<GroupName, Group>;

/** The operations of a group. */
export function operationsOf<Kind extends Operation>(group: {
	operations: Readonly<Record<string, Kind>>;
}): Kind[] {
	return Object.values(group.operations);
}

/** The operations that are composed of others, by the name of their resource. */
const upserts: ReadonlyMap<GroupName, Operation> = new Map(
	resources.flatMap((resource) => {
		const { name, upsertBy } = resource;
		return upsertBy === undefined ? [] : [[name, upsert({ ...resource, upsertBy })]];
	}),
);

/** The operations that a person can choose, the composed ones among them. */
export function offeredOf(group: Group): Operation[] {
	const composed = upserts.get(group.name);
	return [
		...operationsOf(group).filter(({ optionOf }) => optionOf === undefined),
		...(composed ? [composed] : []),
	];
}

/** The resources whose IDs come before the operation's own in the path, outermost first. */
export function ancestors(resource: Resource): Resource[] {
	const parent = resource.parent && catalogue[resource.parent];
	return parent ? [...ancestors(parent), parent] : [];
}
