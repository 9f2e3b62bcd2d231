import { waitMinutes, waitUntilDone as waitField } from '../catalogue/settings';
import type { Endpoint, Resource } from '../catalogue/types';
import type { Client } from '../client/client';
import { readField, type InputValues } from '../client/input-values';
import { readId } from '../client/read-list';
import type { JsonObject } from '../http/json';
import { readProgress } from '../progress/progress';
import { afterStart, nothingToWaitFor, notDone } from '../progress/texts';
import { waitUntilDone } from '../progress/wait-until-done';
import type { Ports, Step } from './ports';

/** The longest wait of a step with a time limit, in milliseconds. */
const STEP_WAIT_MS = 20_000;

/** The time that a step needs to hand over its result. */
const STEP_REST_MS = 2_000;

/** An operation on a record after which VIVI may still be at work. */
interface Started {
	resource: Resource;
	operation: Endpoint;
	ids: Record<string, string>;
}

/** The longest wait, in milliseconds and in words. */
interface Patience {
	forMs: number;
	inWords: string;
}

/** Whether an operation has the setting to wait. */
export function canWait({ settings = [] }: Endpoint): boolean {
	return settings.some(({ name }) => name === waitField.name);
}

/**
 * How long to wait for the end of VIVI's work.
 * @returns undefined when there is nothing to wait for
 * @throws ViviInputError naming the field that cannot be read
 */
export function readPatience(
	operation: Endpoint,
	values: InputValues,
	{ step }: Pick<Ports, 'step'>,
): (() => Patience) | undefined {
	if (!canWait(operation) || readField(waitField, values[waitField.name]) !== true)
		return undefined;
	if (step) return () => stepPatience(step);
	const minutes = readField(waitMinutes, values[waitMinutes.name]) as number;
	const inWords = minutes === 1 ? 'a minute' : `${minutes} minutes`;
	return () => ({ forMs: minutes * 60_000, inWords });
}

/** A step has as much time as the change has left. */
function stepPatience({ now, until }: Step): Patience {
	const forMs = Math.max(0, Math.min(STEP_WAIT_MS, until - now() - STEP_REST_MS));
	return { forMs, inWords: `${Math.round(forMs / 1000)} seconds` };
}

/**
 * Waits for the end of the work that an operation has started.
 * @param answer VIVI's answer to the operation
 * @returns the record at the end
 * @throws ViviApiError `not_done_in_time`, `work_failed`, `gone_meanwhile`, `no_status` or `wait_failed`
 */
export async function whenDone(
	{ resource, operation, ids }: Started,
	answer: JsonObject,
	client: Client,
	{ forMs, inWords }: Patience,
): Promise<JsonObject> {
	// The ID in an answer about a known record may be that of the work.
	const id = ids[resource.idField] ?? readId(answer, resource) ?? '';
	if (id === '') throw nothingToWaitFor({ resource, operation });
	const what = { resource, operation, id };
	const get = resource.operations.get!;
	const at = { ids: { ...ids, [resource.idField]: id } };
	const waited = await waitUntilDone(
		async () => await client.run(resource, get, at),
		operation.safety === 'read' ? answer : undefined,
		// An existing record may still show the end of earlier work.
		{ forMs, mayBeStale: operation.kind === 'action' },
		client.clock,
	).catch((error: unknown) => {
		throw afterStart(what, error);
	});
	if (waited.verdict !== 'done') throw notDone(what, waited, inWords);
	return waited.record ?? answer;
}

/** The output of a step about the work: whether VIVI is still at it, and a sentence about that. */
interface StepStatus {
	pending: boolean;
	statusText: string;
}

/** For an operation that did not wait. */
export function statusOf({ resource, operation }: Started, answer: JsonObject): StepStatus {
	const progress = readProgress(answer);
	// Work that has only just started may still show the earlier status.
	const isDone = progress.is === 'done' && operation.kind !== 'action';
	if (isDone) return doneStatus({ resource });
	const noun = resource.label.toLowerCase();
	const statusText = `VIVI has begun; nobody has waited until the ${noun} is ready.`;
	return { pending: true, statusText };
}

/** For an operation that waited. */
export function doneStatus({
	resource,
}: {
	resource: Pick<Resource, 'label'>;
}): StepStatus & JsonObject {
	return { pending: false, statusText: `VIVI is done with the ${resource.label.toLowerCase()}.` };
}
