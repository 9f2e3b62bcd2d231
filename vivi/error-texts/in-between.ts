import type { HttpResponse } from '../http/port';
import { isWebPage } from '../http/web-page';
import type { ErrorText } from './context';

/** Statuses for which VIVI answers with JSON, so that a web page comes from somebody else. */
const NEVER_PAGES = new Set([401, 403, 408]);

/** Whether a refusal comes from a proxy between VIVI and us. */
export function isPageOfOthers(response: HttpResponse): boolean {
	return NEVER_PAGES.has(response.status) && isWebPage(response);
}

/** The error for an answer of somebody else; `what` names the call. */
export function webPage(what: string, status: number): ErrorText {
	return {
		code: 'web_page',
		message: `A web page answered ${what} instead of VIVI (status ${status}), perhaps of a firewall or a sign-in portal.`,
		hint: 'The key is not to blame and nothing has to be changed in VIVI. Let whoever runs the network allow this address, or sign in at the portal, and run it again.',
		transient: true,
	};
}

/** The error for a proxy in between that wants a sign-in. */
export function proxySignIn(what: string): ErrorText {
	return {
		code: 'proxy_sign_in',
		message: `A proxy on the way to VIVI asked for a sign-in of its own (status 407), so ${what} was not carried out.`,
		hint: 'The key is not to blame. Check the proxy settings of the machine this runs on, with user name and password, or ask whoever runs its network.',
		transient: true,
	};
}
