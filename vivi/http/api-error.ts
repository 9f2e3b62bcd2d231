import { ROLES, type Role, type Source } from '../catalogue/types';
import { quoted, scrub, serviceMessage } from './service-message';
import { ViviError, type ViviErrorDetails } from '../errors';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from './json';
import { LARGEST_ANSWER_TEXT } from './limits';
import {
	bodyText,
	NetworkFailure,
	type HttpMethod,
	type HttpResponse,
	type NetworkFailureKind,
} from './port';
import { isIdempotent, retryAfterMs } from './retry';

/** A call to VIVI's API did not lead to what was asked for. */
export class ViviApiError extends ViviError {
	override readonly name = 'ViviApiError';
}

/** What was being done, so that the text can name it. */
export interface ApiErrorContext {
	/** Absent for the 'API Request' operation, where the person chose the address. */
	operation?: {
		label: string;
		resourceLabel: string;
		source: Source;
		method: HttpMethod;
		/** 'Create a workspace' */
		action?: string;
	};
	/** Whose IDs stand in the address, outermost first. */
	records?: ReadonlyArray<{ label: string; id: string }>;
	/** Needed when there is no operation. */
	method?: HttpMethod;
	keyType?: 'account' | 'workspace';
	/** Who may do it, as the catalogue says. */
	roles?: readonly Role[];
	/** Of a 401: the token was issued a moment ago. */
	triedFreshToken?: boolean;
	/** How the person knows the field with the address of a service that gave no answer. */
	baseUrlLabel?: string;
	/** Milliseconds since the epoch; only needed to read a Retry-After that is a date. */
	now?: number;
}

type Text = Omit<ViviErrorDetails, 'status' | 'retryAfterMs'>;

/**
 * Turns an answer that is no success, a 200 that makes no sense, or a missing answer into words.
 * What is said about keys and roles is what VIVI's API credentials guide says.
 */
export function toApiError(
	outcome: HttpResponse | NetworkFailure,
	context: ApiErrorContext = {},
): ViviApiError {
	if (outcome instanceof NetworkFailure) return new ViviApiError(networkText(outcome, context));

	const wait = retryAfterMs(outcome, context.now ?? 0);
	// A date cannot be turned into a waiting time without knowing what time it is.
	const known = context.now !== undefined || /^\d/.test(outcome.headers['retry-after'] ?? '');
	return new ViviApiError({
		...statusText(outcome, context, known ? wait : undefined),
		status: outcome.status,
		...(known && wait !== undefined ? { retryAfterMs: wait } : {}),
	});
}

/** An answer of 2xx that cannot be used as what it should be. `what` completes "VIVI answered …". */
export function unexpectedAnswer(
	what: string,
	context: ApiErrorContext,
	status?: number,
): ViviApiError {
	return new ViviApiError({
		code: 'unexpected_answer',
		message: `VIVI answered ${subject(context)} ${what}.`,
		hint: `${unexpectedHint(context)}${mayHaveHappened(context)}`,
		...(status === undefined ? {} : { status }),
	});
}

/** The keys of a JSON answer, for a text that must not show values. */
export function describeKeys(body: JsonValue | undefined): string {
	if (Array.isArray(body)) return 'a list of something else than records';
	if (!isJsonObject(body))
		return body === null || body === undefined ? 'nothing' : 'a single value';
	const keys = Object.keys(body);
	if (keys.length === 0) return 'an empty object';
	const shown = keys.slice(0, 12).map((key) => `'${scrub(key)?.slice(0, 40) ?? '?'}'`);
	return `the keys ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''}`;
}

/** True for a 200 that says by its body that it did not work. */
export function saysFailed(body: JsonValue | undefined): boolean {
	if (!isJsonObject(body)) return false;
	const { error, errors, success } = body;
	return (
		success === false ||
		(typeof error === 'string' && error !== '') ||
		isJsonObject(error) ||
		(Array.isArray(errors) && errors.length > 0) ||
		namesFailure(body)
	);
}

/** Whether a status of its own says so: `{ "status": "error" }`, `{ "code": 500 }`, `{ "ok": false }`. */
function namesFailure({ code, status, statusCode, ok }: JsonObject): boolean {
	const isFailure = (value: JsonValue | undefined) =>
		typeof value === 'number'
			? value >= 400 && value <= 599
			: typeof value === 'string' && FAILURE.test(value);
	return ok === false || [code, status, statusCode].some(isFailure);
}

const FAILURE =
	/^([45]\d\d|(?!no[\s_-])([\w-]+[\s_-])?(error|fail(ed|ure)?|exception|denied|forbidden|unauthori[sz]ed|unavailable|time[sd]?[\s_-]?out))$/i;

function statusText(
	response: HttpResponse,
	context: ApiErrorContext,
	wait: number | undefined,
): Text {
	const { status } = response;
	const said = serviceMessage(bodyText(response));
	const what = subject(context);

	if (isPageOfOthers(response)) return { ...webPage(what, status), field: 'baseUrl' };
	if (status === 407) return proxySignIn(what);
	if (status >= 500 && status !== 501) {
		return {
			code: 'service_unavailable',
			message: withSaid(`VIVI could not handle ${what} just now (status ${status})`, said),
			hint: `This passes by itself as a rule. Run it again ${inTime(wait)}.${mayHaveHappened(context)}`,
			transient: true,
		};
	}
	if (status >= 300 && status < 400) {
		return {
			code: 'redirected',
			field: 'baseUrl',
			message: `'Base URL' answers from somewhere else: VIVI redirected ${what} (status ${status}).`,
			hint: "Redirects are not followed, so that the access token reaches nobody else. Set 'Base URL' to the final address, normally https://api.vivi.bot.",
		};
	}
	switch (status) {
		case 400:
			return {
				code: 'bad_request',
				message: withSaid(`VIVI could not accept ${what} as it was sent`, said),
				hint: `${said ? 'Change what VIVI names' : 'Check the values that were filled in'} and run it again.${assumedFields(context)}`,
			};
		case 401:
			return {
				code: 'unauthorized',
				message: withSaid(`VIVI did not accept the access token for ${what}`, said),
				hint: `${context.triedFreshToken ? 'A fresh token was already tried, so' : 'The token may have ended before its time. If a fresh one is refused as well,'} the key has most likely been deactivated: look it up under 'API Credentials' in VIVI by the last 4 characters of its secret, and create a new one if it is inactive. An expired token or an Authorization header that is not 'Bearer <token>' leads to the same answer; rotating the secret does not.`,
			};
		case 402:
			return {
				code: 'plan_required',
				message: withSaid(`The VIVI subscription does not include ${what}`, said),
				hint: 'Check the plan of the account and of the workspace under Manage Account in VIVI, or ask an Account Admin.',
			};
		case 403:
			return forbiddenText(context, said);
		case 404:
		case 405:
		case 501:
			return notThereText(status, context, said);
		case 408:
			return {
				code: 'request_timeout',
				message: withSaid(`VIVI stopped waiting for ${what} to arrive`, said),
				hint: `Run it again; with a large file, try a smaller one.${mayHaveHappened(context)}`,
				transient: true,
			};
		case 409:
			return {
				code: 'conflict',
				message: withSaid(`VIVI could not carry out ${what} in the present state of things`, said),
				hint: 'A record with the same name may exist already, or somebody changed it in the meantime. Get the record, compare, and run it again.',
			};
		case 413:
			return {
				code: 'too_large',
				message: withSaid(`What was sent with ${what} is larger than VIVI accepts`, said),
				hint: 'Send a smaller file or fewer data, or split it into several.',
			};
		case 415:
			return {
				code: 'unsupported_media_type',
				message: withSaid(`VIVI does not accept this kind of file or data for ${what}`, said),
				hint: "Check the file's MIME type and extension. In 'API Request', check the Content-Type header.",
			};
		case 422:
			return {
				code: 'invalid_values',
				message: withSaid(`VIVI did not accept the values of ${what}`, said),
				hint: `${said ? 'Change the values that VIVI names' : 'Check the values that were filled in, required ones above all,'} and run it again.${assumedFields(context)}`,
			};
		case 429:
			return {
				code: 'rate_limited',
				message: withSaid(`VIVI asked to slow down, so ${what} was not carried out`, said),
				hint: `Run it again ${inTime(wait)}. Fewer requests side by side or smaller batches keep it from happening.`,
				transient: true,
			};
	}
	if (status >= 400) {
		return {
			code: 'request_refused',
			message: withSaid(`VIVI did not accept ${what} (status ${status})`, said),
			hint: `Check the values that were filled in.${assumedFields(context)}`,
		};
	}
	return successText(response, context, said);
}

/** Refusals that VIVI gives as JSON, so that a web page in their place is somebody else's. */
const NEVER_PAGES = new Set([401, 403, 408]);

/** Whether a refusal comes from something that stands between VIVI and us. */
export function isPageOfOthers(response: HttpResponse): boolean {
	return NEVER_PAGES.has(response.status) && isWebPage(response);
}

/** What is to be done about a web page in VIVI's place. */
export const WEB_PAGE_HINT =
	'The key is not to blame and nothing has to be changed in VIVI. Let whoever runs the network allow this address, or sign in at the portal, and run it again.';

/** Says that something else answered; `what` is what was asked for. */
export function webPage(what: string, status: number): Text {
	return {
		code: 'web_page',
		message: `A web page answered ${what} instead of VIVI (status ${status}), perhaps of a firewall or a sign-in portal.`,
		hint: WEB_PAGE_HINT,
		transient: true,
	};
}

/** Says that a proxy in between wants a sign-in of its own. */
export function proxySignIn(what: string): Text {
	return {
		code: 'proxy_sign_in',
		message: `A proxy on the way to VIVI asked for a sign-in of its own (status 407), so ${what} was not carried out.`,
		hint: 'The key is not to blame. Check the proxy settings of the machine this runs on, with user name and password, or ask whoever runs its network.',
		transient: true,
	};
}

/** Account and workspace keys, as the guide's troubleshooting tells them apart. */
function forbiddenText(context: ApiErrorContext, said: string | undefined): Text {
	const what = subject(context);
	const roles = (context.roles ?? []).map((role) => ROLES[role]);
	const needed =
		roles.length === 0
			? ''
			: ` As far as VIVI's pages tell, it takes ${roles.length === 1 ? 'the role' : 'one of the roles'} ${roles.join(', ')}.`;
	const text = {
		code: 'forbidden',
		message: withSaid(`The key is valid, but it has no permission for ${what}`, said),
	};
	if (context.keyType === 'account') {
		return {
			...text,
			hint: "An Account API key acts as Account Admin, but only in its own account: check 'Account ID' and that the record belongs to this account.",
		};
	}
	const { operation } = context;
	if (operation?.action !== undefined && isForAccountKeys(context)) {
		const doIt = operation.action.charAt(0).toLowerCase() + operation.action.slice(1);
		return {
			code: 'forbidden',
			message: withSaid(`Only an Account API key can ${doIt}`, said),
			hint: "The key of this credential is a Workspace API key. Create an Account API key under Manage Account → API Credentials in VIVI, and use it with the 'Key Type' Account API Key.",
		};
	}
	const scope =
		'A Workspace API key can only act inside its own workspace and within its assigned role.';
	const advice =
		'Raise the role under Workspace → Users → API Credentials, or use an Account API key.';
	return { ...text, hint: `${scope}${needed} Check 'Workspace ID'. ${advice}` };
}

/** What only an Account Admin may do, and what VIVI's guide says so of: it has no such word on reading. */
function isForAccountKeys({ roles = [], operation }: ApiErrorContext): boolean {
	return roles.length === 1 && roles[0] === 'accountAdmin' && operation?.method !== 'GET';
}

/** An address in the service's words tells of a route that is not there, which says nothing of a record. */
const SAYS_ABSENT =
	/^(?!.*\/\w).*\b(not found|no such|(does|did)(n't| not) exist|could not (be found|find)|unknown|no longer exists)\b/i;

/** The record that the service's words say is not there; undefined where they name none. */
function absentRecord({ records = [] }: ApiErrorContext, said: string | undefined) {
	if (said === undefined || !SAYS_ABSENT.test(said)) return undefined;
	const isNamed = ({ label, id }: { label: string; id: string }) =>
		said.includes(id) || new RegExp(`\\b${label.replace(/ /g, '[\\s_-]?')}\\b`, 'i').test(said);
	return records.findLast(isNamed);
}

function absentText({ label, id }: { label: string; id: string }): Text {
	const shown = scrub(id);
	// What looks like a secret is not repeated.
	const name = shown === id ? `${label} '${id}'` : `The ${label.toLowerCase()}`;
	return {
		code: 'not_found',
		message: `${name} was not found.`,
		hint: `It may have been deleted, or it belongs to another ${label === 'Workspace' ? 'account' : 'place than was chosen'}. Choose the ${label.toLowerCase()} again from the list, or check its ID.`,
	};
}

function notThereText(status: number, context: ApiErrorContext, said: string | undefined): Text {
	const code =
		status === 404 ? 'not_found' : status === 405 ? 'method_not_allowed' : 'not_implemented';
	const what = subject(context);
	const { operation } = context;
	const absent = status === 404 ? absentRecord(context, said) : undefined;
	if (absent) return absentText(absent);
	if (operation?.source === 'assumed') {
		return {
			code,
			message: withSaid(`VIVI has nothing at the address of ${what} (status ${status})`, said),
			hint: `${status === 404 ? 'The ID may be wrong or the record deleted. Otherwise: ' : ''}VIVI does not document this address; it is assumed from the documented ones and may differ. If you know the right one from VIVI's API Reference, use the 'API Request' operation.`,
		};
	}
	if (operation) {
		return {
			code,
			message: withSaid(`VIVI did not find what ${what} is about (status ${status})`, said),
			hint: "Check 'Account ID' and the other IDs, and that 'Base URL' is VIVI's API, normally https://api.vivi.bot.",
		};
	}
	return {
		code,
		message: withSaid(
			status === 404
				? 'VIVI has nothing at this path'
				: `VIVI does not offer this method at this path (status ${status})`,
			said,
		),
		hint: "Check the path, the IDs in it and the method against VIVI's API Reference. The path is taken from 'Base URL' on.",
	};
}

/** 2xx, but not what it should be. */
function successText(
	response: HttpResponse,
	context: ApiErrorContext,
	said: string | undefined,
): Text {
	const text = bodyText(response);
	const json = parseJson(text);
	const what = subject(context);
	let message: string;
	const isPage = isWebPage(response);
	if (isPage) {
		message = `A web page answered ${what} instead of VIVI, perhaps of a firewall or a sign-in portal`;
	} else if (json === undefined) {
		message = `VIVI answered ${what} with ${text.trim() === '' ? 'nothing' : 'something that is not JSON'}`;
	} else if (saysFailed(json)) {
		message = withSaid(
			`VIVI answered ${what} with status ${response.status}, but declined it`,
			said,
		);
	} else {
		message = `VIVI answered ${what} in an unknown shape, with ${describeKeys(json)}`;
	}
	return {
		code: 'unexpected_answer',
		message: /[.”]$/.test(message) ? message : `${message}.`,
		hint: `${unexpectedHint(context)}${mayHaveHappened(context)}`,
		// A portal lets requests through once somebody has signed in.
		...(isPage && { transient: true }),
	};
}

/** Whether the answer is a web page, and not JSON that is called one. */
export function isWebPage(response: HttpResponse): boolean {
	return isHtml(response) && parseJson(bodyText(response)) === undefined;
}

/** Whether the answer is a web page; sign-in pages of proxies come with status 200. */
export function isHtml(response: HttpResponse): boolean {
	const start = bodyText(response).slice(0, 500).trim();
	if (start === '') return false;
	const type = response.headers['content-type'] ?? '';
	return /\bhtml\b/i.test(type) || /^<(!doctype|html|head|body)\b/i.test(start);
}

function unexpectedHint(context: ApiErrorContext): string {
	const reason =
		context.operation?.source === 'assumed'
			? " VIVI does not document this address, so it may work differently; the 'API Request' operation shows what it answers."
			: '';
	return `Check that 'Base URL' is VIVI's API, normally https://api.vivi.bot, and that no proxy or sign-in page stands in front of it.${reason}`;
}

/** kind → [code, what happened, what to do, whether the request may have reached VIVI, transient]. */
const networkTexts: Record<NetworkFailureKind, [string, string, string, boolean, boolean]> = {
	dns: [
		'network_dns',
		"the host in 'Base URL' has no known address",
		"Check the spelling of 'Base URL', and the DNS and internet access of the machine this runs on.",
		false,
		true,
	],
	refused: [
		'network_refused',
		'no connection could be made',
		"Check 'Base URL' and its port, and whether a firewall keeps the machine this runs on from reaching it.",
		false,
		true,
	],
	reset: [
		'network_reset',
		'the connection was closed before the whole answer had come',
		'Run it again. If it keeps happening, look for a proxy or firewall in between.',
		true,
		true,
	],
	timeout: [
		'network_timeout',
		'no whole answer came in time',
		'Run it again, ask for less at a time, or raise the timeout where there is an option for it.',
		true,
		true,
	],
	tls: [
		'network_tls',
		'no secure connection could be made, because the certificate was not accepted or the host does not speak TLS',
		"Check that 'Base URL' is right. Behind a company proxy, its certificate has to be trusted by the machine this runs on.",
		false,
		false,
	],
	aborted: ['network_aborted', 'it was cancelled', 'Run it again if you need it.', true, false],
	blocked: [
		'network_blocked',
		"the credential's 'Allowed domains' do not include the host in 'Base URL'",
		"Add the host to 'Allowed domains' of the credential in n8n, or ask the person who restricts them.",
		false,
		false,
	],
	private: [
		'network_private',
		"the host in 'Base URL' leads into a private network",
		'From here only addresses on the internet can be reached. Enter the address that VIVI shows.',
		false,
		false,
	],
	oversized: [
		'network_oversized',
		`its answer is longer than ${LARGEST_ANSWER_TEXT}`,
		"Ask for less at a time. If that does not help, check that 'Base URL' is VIVI's API.",
		true,
		false,
	],
	network: [
		'network_unreachable',
		'the connection to VIVI broke off',
		"Run it again. If it keeps happening, check 'Base URL' and the internet access of the machine this runs on.",
		true,
		true,
	],
};

function networkText(failure: NetworkFailure, context: ApiErrorContext): ViviErrorDetails {
	const [code, happened, hint, sent, transient] = networkTexts[failure.kind];
	const { baseUrlLabel = 'Base URL' } = context;
	const named = (text: string) => text.replaceAll("'Base URL'", () => `'${baseUrlLabel}'`);
	return {
		code,
		message: `VIVI did not answer ${subject(context)}: ${named(happened)}.`,
		hint: `${named(hint)}${sent ? mayHaveHappened(context) : ''}`,
		transient,
		...(['dns', 'refused', 'tls', 'blocked', 'private'].includes(failure.kind)
			? { field: 'baseUrl' }
			: {}),
	};
}

/** A write that was not confirmed may have had its effect; sending it again could do it twice. */
function mayHaveHappened(context: ApiErrorContext): string {
	const method = context.operation?.method ?? context.method;
	return method === undefined || isIdempotent(method)
		? ''
		: ' The request may have been carried out all the same: look in VIVI before you repeat it.';
}

function assumedFields({ operation }: ApiErrorContext): string {
	return operation?.source === 'assumed'
		? " VIVI does not document the fields of this request; with 'API Request' you can send exactly what VIVI's API Reference asks for."
		: '';
}

function subject({ operation }: ApiErrorContext): string {
	return operation ? `'${operation.resourceLabel}: ${operation.label}'` : 'the request';
}

/** A sentence, and what the service itself said about it, under its name. */
export function withSaid(message: string, said: string | undefined): string {
	return said === undefined ? `${message}.` : `${message}. VIVI says: ${quoted(said)}`;
}

/** "in 5 seconds"; vague where the wait, in milliseconds, is not known. */
export function inTime(wait: number | undefined): string {
	if (wait === undefined) return 'in a few minutes';
	const seconds = Math.max(1, Math.ceil(wait / 1000));
	if (seconds === 1) return 'in 1 second';
	return seconds < 120 ? `in ${seconds} seconds` : `in ${Math.ceil(seconds / 60)} minutes`;
}
