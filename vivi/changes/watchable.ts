import { aOrAn } from '../catalogue/a-or-an';
import { resources } from '../catalogue';
import type { Resource, ResourceName } from '../catalogue/types';

/** What can happen to a record. */
export const KINDS = ['created', 'updated', 'deleted'] as const;
export type Kind = (typeof KINDS)[number];

/** `agent.created`, `workspace.deleted`, … */
export type EventName = `${ResourceName}.${Kind}`;

export interface WatchableEvent {
	name: EventName;
	/** Title Case: 'Agent Created'. */
	label: string;
	/** One sentence that says what happened. */
	description: string;
	resource: Resource;
	kind: Kind;
}

/**
 * Resources whose changes can be watched: those listed for the account or for a workspace. Resources
 * that lie deeper (the files of a knowledge base) would take a request for each parent at each poll.
 */
export const watchable: readonly Resource[] = resources.filter((resource) => {
	const path = resource.operations.getAll.path;
	return [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) =>
		['accountId', 'workspaceId'].includes(name!),
	);
});

/** Every event that can be watched, by resource and kind. */
export const watchableEvents: readonly WatchableEvent[] = watchable.flatMap((resource) =>
	KINDS.map((kind) => ({
		name: `${resource.name}.${kind}` as const,
		label: `${resource.label} ${capitalised(kind)}`,
		description: describe(resource, kind),
		resource,
		kind,
	})),
);

function describe({ label }: Resource, kind: Kind): string {
	const noun = label.toLowerCase();
	if (kind === 'created') return `A new ${noun} is created`;
	return kind === 'updated'
		? `Any field of ${aOrAn(noun)} changes`
		: `${capitalised(aOrAn(noun))} is deleted, or can no longer be seen with the key`;
}

function capitalised(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
