import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { checkOwnAddress, detour, type Secret } from '../../../vivi/auth/own-address';
import { ViviError } from '../../../vivi/errors';
import { CredentialError } from './credential-error';
import { LABELS } from './labels';

/**
 * A request with a credential's secret. Any node may use a credential, also n8n's HTTP Request, with
 * an address that somebody typed in or that came with an answer. So the secret goes only to the
 * credential's own service; the request chooses no other way to it, and follows no redirect away
 * from it.
 * @throws CredentialError when the request goes elsewhere or another way; nothing was sent then
 */
export function ownRequest(
	request: IHttpRequestOptions,
	headers: IDataObject,
	{ baseUrl, secret }: { baseUrl: string; secret: Secret },
): IHttpRequestOptions {
	try {
		checkOwnAddress(addressesOf(request), baseUrl, secret, LABELS);
		checkOwnWay(request, secret);
	} catch (error) {
		throw error instanceof ViviError ? new CredentialError(error) : error;
	}
	const withoutRedirects = {
		disableFollowRedirect: true,
		// The same for requests of the older form.
		...{ followRedirect: false, followAllRedirects: false, maxRedirects: 0 },
	};
	return { ...request, ...withoutRedirects, headers: { ...request.headers, ...headers } };
}

/**
 * The way to the service is n8n's choice: directly, or by the proxy in n8n's settings. A request's
 * own proxy can read the secret, over http at once, and over https where the certificate is not
 * checked or is checked by an authority of the request. Servers that many share choose the recipient
 * by the header Host.
 * @throws ViviInputError naming the option by its label in n8n's HTTP Request node
 */
function checkOwnWay(request: IHttpRequestOptions, secret: Secret): void {
	const { proxy, skipSslCertificateValidation, rejectUnauthorized, agentOptions, headers } =
		request as IHttpRequestOptions & { rejectUnauthorized?: unknown };
	const { ca, rejectUnauthorized: checks } = (agentOptions ?? {}) as IDataObject;
	if (isGiven(proxy)) throw detour("has an own 'Proxy'", secret);
	if (skipSslCertificateValidation || rejectUnauthorized === false || checks === false) {
		throw detour("has 'Ignore SSL Issues' switched on", secret);
	}
	if (isGiven(ca)) throw detour("has an own 'CA' among its SSL certificates", secret);
	if (Object.keys(headers ?? {}).some((name) => name.trim().toLowerCase() === 'host')) {
		throw detour("sets the header 'Host'", secret);
	}
}

/**
 * All addresses that n8n and axios may make of `url`, its older form `uri`, and `baseURL`. They
 * combine an address and its base in different ways, and n8n checks one of them and sends the other.
 */
function addressesOf(request: IHttpRequestOptions): string[] {
	const { url, uri, baseURL } = request as { url?: unknown; uri?: unknown; baseURL?: unknown };
	const targets = [url, uri].filter(isGiven).map(String);
	if (!isGiven(baseURL)) return targets;
	const base = String(baseURL);
	return [base, ...targets.flatMap((target) => [resolved(target, base), joined(target, base)])];
}

function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** As browsers do. */
function resolved(target: string, base: string): string {
	return URL.canParse(target, base) ? new URL(target, base).href : '';
}

/** As axios does (axios 1.x, lib/core/buildFullPath.js). */
function joined(target: string, base: string): string {
	if (/^([a-z][a-z\d+\-.]*:)?\/\//i.test(target)) return target;
	return `${base.replace(/\/?\/$/, '')}/${target.replace(/^\/+/, '')}`;
}
