import {
	inTime,
	mayHaveHappened,
	type ApiErrorContext,
	type ErrorText,
	type Refusal,
} from './context';
import { forbidden } from './forbidden';
import { notThere } from './not-there';
import { withSaid } from './service-message';

/** The texts for a refusal, by its status. */
export function refusalText(refusal: Refusal): ErrorText {
	const text = BY_STATUS[refusal.status];
	if (text) return text(refusal);
	if (refusal.status >= 500) return unavailable(refusal);
	return refusal.status < 400 ? redirected(refusal) : refused(refusal);
}

/** Statuses that mean the same wherever they come from. */
const BY_STATUS: Readonly<Record<number, (refusal: Refusal) => ErrorText>> = {
	400: ({ what, said, context }) => ({
		code: 'bad_request',
		message: withSaid(`VIVI could not accept ${what} as it was sent`, said),
		hint: `${said ? 'Change what VIVI names' : 'Check the values that were filled in'} and run it again.${assumedFields(context)}`,
	}),
	401: ({ what, said, context }) => ({
		code: 'unauthorized',
		message: withSaid(`VIVI did not accept the access token for ${what}`, said),
		hint: `${context.triedFreshToken ? 'A fresh token was already tried, so' : 'The token may have ended before its time. If a fresh one is refused as well,'} the key has most likely been deactivated: look it up under 'API Credentials' in VIVI by the last 4 characters of its secret, and create a new one if it is inactive. An expired token or an Authorization header that is not 'Bearer <token>' leads to the same answer; rotating the secret does not.`,
	}),
	402: ({ what, said }) => ({
		code: 'plan_required',
		message: withSaid(`The VIVI subscription does not include ${what}`, said),
		hint: 'Check the plan of the account and of the workspace under Manage Account in VIVI, or ask an Account Admin.',
	}),
	403: forbidden,
	404: (refusal) => notThere('not_found', refusal),
	405: (refusal) => notThere('method_not_allowed', refusal),
	408: ({ what, said, context }) => ({
		code: 'request_timeout',
		message: withSaid(`VIVI stopped waiting for ${what} to arrive`, said),
		hint: `Run it again; with a large file, try a smaller one.${mayHaveHappened(context)}`,
		transient: true,
	}),
	409: ({ what, said }) => ({
		code: 'conflict',
		message: withSaid(`VIVI could not carry out ${what} in the present state of things`, said),
		hint: 'A record with the same name may exist already, or somebody changed it in the meantime. Get the record, compare, and run it again.',
	}),
	413: ({ what, said }) => ({
		code: 'too_large',
		message: withSaid(`What was sent with ${what} is larger than VIVI accepts`, said),
		hint: 'Send a smaller file or fewer data, or split it into several.',
	}),
	415: ({ what, said }) => ({
		code: 'unsupported_media_type',
		message: withSaid(`VIVI does not accept this kind of file or data for ${what}`, said),
		hint: "Check the file's MIME type and extension. In 'API Request', check the Content-Type header.",
	}),
	422: ({ what, said, context }) => ({
		code: 'invalid_values',
		message: withSaid(`VIVI did not accept the values of ${what}`, said),
		hint: `${said ? 'Change the values that VIVI names' : 'Check the values that were filled in, required ones above all,'} and run it again.${assumedFields(context)}`,
	}),
	429: ({ what, said, wait }) => ({
		code: 'rate_limited',
		message: withSaid(`VIVI asked to slow down, so ${what} was not carried out`, said),
		hint: `Run it again ${inTime(wait)}. Fewer requests side by side or smaller batches keep it from happening.`,
		transient: true,
	}),
	501: (refusal) => notThere('not_implemented', refusal),
};

function unavailable({ status, what, said, wait, context }: Refusal): ErrorText {
	return {
		code: 'service_unavailable',
		message: withSaid(`VIVI could not handle ${what} just now (status ${status})`, said),
		hint: `This passes by itself as a rule. Run it again ${inTime(wait)}.${mayHaveHappened(context)}`,
		transient: true,
	};
}

function redirected({ status, what }: Refusal): ErrorText {
	return {
		code: 'redirected',
		field: 'baseUrl',
		message: `'Base URL' answers from somewhere else: VIVI redirected ${what} (status ${status}).`,
		hint: "Redirects are not followed, so that the access token reaches nobody else. Set 'Base URL' to the final address, normally https://api.vivi.bot.",
	};
}

function refused({ status, what, said, context }: Refusal): ErrorText {
	return {
		code: 'request_refused',
		message: withSaid(`VIVI did not accept ${what} (status ${status})`, said),
		hint: `Check the values that were filled in.${assumedFields(context)}`,
	};
}

function assumedFields({ operation }: ApiErrorContext): string {
	return operation?.source === 'assumed'
		? " VIVI does not document the fields of this request; with 'API Request' you can send exactly what VIVI's API Reference asks for."
		: '';
}
