import type { InputField } from '../catalogue/types';
import { ViviInputError } from '../errors';
import { readChoice } from '../input/choice';
import { valueFingerprint } from './fingerprint';
import type { EventFilter } from './event-filter';
import { watchable, watchableEvents, type Kind, type Watchable } from './watchable';

/** The events that a workflow wants. */
export interface Watch {
	/** `agent.created`, …; see `watchableEvents`. */
	events: readonly string[];
	/** IDs of the workspaces to watch, or all that the key can see. */
	workspaces: 'all' | readonly string[];
	/** Watch the lists that these records hold; by the name of their resource, all unless said otherwise. */
	holderIds?: Readonly<Record<string, readonly string[]>>;
	/** Report only events of these records. */
	filter?: EventFilter;
	/** Report an update only if one of these top-level fields has changed. */
	onlyFields?: readonly string[];
	/** Whether the first poll reports every record as a new one. */
	emitExisting?: boolean;
	/** Further events wait for the next poll. */
	maxEvents: number;
}

/** The events to choose from. */
export const EVENTS = {
	name: 'events',
	label: 'Events',
	type: 'texts',
	help: 'What starts the workflow',
	options: watchableEvents.map(({ name: value, label, description: help }) => ({
		value,
		label,
		help,
	})),
} as const satisfies InputField;

/** A resource, and the kinds of its events that are wanted. */
export interface WatchedResource {
	resource: Watchable;
	kinds: readonly Kind[];
}

/**
 * The resources to watch, in the order of the catalogue.
 * @throws ViviInputError naming `events` or `workspaces` when there is nothing to watch
 */
export function watchedResources({ events, workspaces }: Watch): WatchedResource[] {
	const wanted = events.map((event) => readChoice(EVENTS, event));
	if (events.length === 0) {
		throw new ViviInputError({
			code: 'missing_events',
			field: 'events',
			message: "'Events' is empty, so there is nothing to watch.",
			hint: "Choose at least one event in 'Events'.",
		});
	}
	if (workspaces !== 'all' && workspaces.length === 0) {
		throw new ViviInputError({
			code: 'missing_workspaces',
			field: 'workspaces',
			message: 'No workspace is chosen, so there is nothing to watch.',
			hint: "Choose at least one workspace, or 'All Workspaces'.",
		});
	}
	return watchable
		.map((resource) => ({
			resource,
			kinds: resource.kinds.filter((kind) => wanted.includes(`${resource.name}.${kind}`)),
		}))
		.filter(({ kinds }) => kinds.length > 0);
}

/** Stands for a choice of fields in a few characters; empty for all fields. */
export function signatureOf(onlyFields: readonly string[] | undefined): string {
	return onlyFields ? valueFingerprint([...onlyFields].sort()) : '';
}
