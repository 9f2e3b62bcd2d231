import { ViviInputError } from '../errors';
import { trimmed } from '../text/trimmed';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** True for addresses of this machine, where plain http is allowed for development. */
export function isLoopback(hostname: string): boolean {
	return LOOPBACK.test(hostname);
}

/**
 * Checks an address that somebody typed in as a token URL or base URL.
 * @param value what was typed
 * @param field the name of the value in the catalogue and the shells (`tokenUrl`, `baseUrl`)
 * @param label the name of the value in the form ('Token URL')
 * @throws ViviInputError `invalid_url` naming the field; the text never repeats the value, since a
 * password may be part of it
 */
export function parseServiceUrl(value: string, field: string, label: string): URL {
	const refuse = (what: string, hint: string) =>
		new ViviInputError({ code: 'invalid_url', field, message: `'${label}' ${what}.`, hint });

	let url: URL;
	try {
		url = new URL(trimmed(value));
	} catch {
		throw refuse(
			'is not a web address',
			`Copy '${label}' exactly as VIVI shows it, starting with https://.`,
		);
	}
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
		throw refuse(
			'does not use https',
			`Use the https:// address that VIVI shows. Plain http is accepted for localhost only.`,
		);
	}
	if (url.username !== '' || url.password !== '') {
		throw refuse(
			'contains a user name or password',
			`Remove everything before the @ sign. The client ID and secret have fields of their own.`,
		);
	}
	// Also when nothing follows the sign: the parts that are added to the address would be lost in it.
	if (url.href.includes('#')) {
		throw refuse('contains a # part', `Remove the # sign and everything behind it.`);
	}
	// The token endpoint keeps its query.
	if (field === 'baseUrl' && url.href.includes('?')) {
		throw refuse('contains a ? part', `Remove the question mark and everything behind it.`);
	}
	return url;
}
