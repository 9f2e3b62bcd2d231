import { aOrAn } from '../catalogue/a-or-an';
import { operationsOf, resources } from '../catalogue';
import type { Endpoint, Resource, ResourceName, WatchedName } from '../catalogue/types';

/** What can happen to a record. */
export const KINDS = ['created', 'updated', 'deleted'] as const;
export type Kind = (typeof KINDS)[number];

/** A kind of record that can be watched, and the list that holds it. */
export interface Watchable extends Pick<
	Resource,
	'label' | 'plural' | 'idField' | 'titleFields' | 'output' | 'sample'
> {
	name: ResourceName | WatchedName;
	/** The list is an operation of this resource. */
	of: Resource;
	list: Endpoint;
	kinds: readonly Kind[];
	/** Each record of this kind holds a list of its own. Absent for lists of the account or a workspace. */
	holder?: Watchable;
	/**
	 * Records are only added to the list, and each holds its time. So a poll does not need to know
	 * them all.
	 */
	grows?: boolean;
}

/** `agent.created`, `workspace.deleted`, … */
export type EventName = `${Watchable['name']}.${Kind}`;

interface WatchableEvent {
	name: EventName;
	/** Title Case: 'Agent Created'. */
	label: string;
	/** One sentence that says what happened. */
	description: string;
	resource: Watchable;
	kind: Kind;
}

/**
 * Everything that can be watched: every resource, and the records that belong to records, where the
 * catalogue says so.
 */
export const watchable: readonly Watchable[] = [
	...resources.map(watchableResource),
	...resources.flatMap((of) =>
		operationsOf(of).flatMap((list) => watchableWithin(watchableResource(of), list)),
	),
];

/** @throws when none has that name */
export function watchableNamed(name: Watchable['name']): Watchable {
	const found = watchable.find((one) => one.name === name);
	if (!found) throw new Error(`Nothing can be watched that is called ${name}`);
	return found;
}

/** Every event that can be watched, by resource and kind. */
export const watchableEvents: readonly WatchableEvent[] = watchable.flatMap((resource) =>
	resource.kinds.map((kind) => ({
		name: `${resource.name}.${kind}` as const,
		label: `${resource.label} ${capitalised(kind)}`,
		description: describe(resource, kind),
		resource,
		kind,
	})),
);

function watchableResource(of: Resource): Watchable {
	const { name, label, plural, idField, titleFields, output, sample } = of;
	const holder = resources.find((one) => one.name === of.parent && one.name !== 'workspace');
	return {
		...{ name, label, plural, idField, titleFields, output, sample },
		...{ of, list: of.operations.getAll, kinds: KINDS },
		...(holder && { holder: watchableResource(holder) }),
	};
}

function watchableWithin(holder: Watchable, list: Endpoint): Watchable[] {
	const { watched, fields, sample, plural } = list.output ?? {};
	if (!watched) return [];
	return [
		{
			...watched,
			plural: capitalised(plural!),
			idField: `${watched.name}Id`,
			output: fields!,
			sample: sample!,
			...{ of: holder.of, list, kinds: ['created'], holder, grows: true },
		},
	];
}

function describe({ label, holder }: Watchable, kind: Kind): string {
	const noun = label.toLowerCase();
	if (kind === 'created') {
		return holder
			? `A new ${noun} is added to ${aOrAn(holder.label.toLowerCase())}`
			: `A new ${noun} is created`;
	}
	return kind === 'updated'
		? `Any field of ${aOrAn(noun)} changes`
		: `${capitalised(aOrAn(noun))} is deleted, or can no longer be seen with the key`;
}

function capitalised(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
