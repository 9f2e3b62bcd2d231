import { waitUntilDone } from '../catalogue/settings';
import type { Operation, Resource } from '../catalogue/types';
import { quoted } from '../error-texts/service-message';
import { ViviApiError, type ViviErrorDetails } from '../errors';
import { scrub } from '../text/scrub';
import type { Waited } from './wait-until-done';

/** The record to wait for, and the operation that started the work. */
interface WaitedFor {
	resource: Pick<Resource, 'label'>;
	operation: Pick<Operation, 'label' | 'safety'>;
	/** The ID of the record. */
	id: string;
}

/** 'the file fil_1' */
const thing = ({ resource, id }: WaitedFor) => `the ${resource.label.toLowerCase()} ${id}`;

/** A status in quotation marks that it cannot close. */
const word = (status: string | undefined) => quoted(scrub(status ?? '') ?? '?');

/** The error that says why the record is not ready. */
export function notDone(
	what: WaitedFor,
	{ verdict, last, status }: Waited,
	waitedFor: string,
): ViviApiError {
	const texts: Record<Exclude<Waited['verdict'], 'done'>, ViviErrorDetails> = {
		failed: {
			code: 'work_failed',
			message: `VIVI could not finish its work on ${thing(what)}: the status is ${word(status)}.${reasonOf(last)}`,
			hint: `${wasDone(what)}Look at it in VIVI, and run it again when the reason is gone.`,
		},
		late: {
			code: 'not_done_in_time',
			message: `VIVI was not done with ${thing(what)} after ${waitedFor}: ${lastSeen(status, last)}`,
			hint: `VIVI goes on working. ${wasDone(what)}To wait on, use 'Get' with this ID and '${waitUntilDone.label}', which changes nothing.`,
		},
		gone: {
			code: 'gone_meanwhile',
			message: `There is no such record as ${thing(what)} any more. It was there when the waiting began.`,
			hint: `${wasDone(what)}Somebody may have deleted it; look in VIVI.`,
		},
		untold: {
			code: 'no_status',
			message: `VIVI does not tell the status of ${thing(what)}, so that nobody can know when it is ready.`,
			hint: `${wasDone(what)}Switch '${waitUntilDone.label}' off. If VIVI calls the status otherwise, name it in the address map.`,
		},
	};
	return new ViviApiError(texts[verdict as Exclude<Waited['verdict'], 'done'>]);
}

/** The error for started work whose record has no ID. */
export function nothingToWaitFor({ resource, operation }: Omit<WaitedFor, 'id'>): ViviApiError {
	const noun = resource.label.toLowerCase();
	return new ViviApiError({
		code: 'no_id',
		message: `VIVI did not say which ${noun} it is, so that nothing can be waited for.`,
		hint: `${wasDone({ resource, operation, id: '' })}Find the ${noun} by 'Get Many', and switch '${waitUntilDone.label}' off.`,
	});
}

/**
 * An error during the wait, with a sentence about the operation before it. After a change the error has
 * a code of its own: `unauthorized` says that nothing was carried out, so a shell may repeat everything.
 */
export function afterStart(what: WaitedFor, error: unknown): unknown {
	if (!(error instanceof ViviApiError) || what.operation.safety === 'read') return error;
	const hint = `${wasDone(what)}${error.hint}`;
	return new ViviApiError({ ...error, code: 'wait_failed', message: error.message, hint });
}

/** Says that the change was made, so that nobody repeats it because of a later error. */
function wasDone({ operation, id }: WaitedFor): string {
	if (operation.safety === 'read') return '';
	const which = id === '' ? '' : ` (ID ${id})`;
	return `'${operation.label}' was carried out once${which}; do not run it again for this. `;
}

function reasonOf(last: Waited['last']): string {
	const reason = 'reason' in last ? last.reason : undefined;
	return reason === undefined ? '' : ` VIVI says: ${quoted(reason)}`;
}

function lastSeen(status: string | undefined, { is }: Waited['last']): string {
	if (status === undefined) {
		return is === 'missing' ? 'it did not find the record yet.' : 'it did not answer.';
	}
	const away = is === 'unanswered' ? ' and it did not answer at the end' : '';
	const unknown = is === 'unclear' ? ', which the connector does not know' : '';
	return `the last status was ${word(status)}${unknown}${away}.`;
}
