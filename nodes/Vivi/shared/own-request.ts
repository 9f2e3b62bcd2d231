import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { checkOwnAddress, detour, type Secret } from '../../../vivi/auth/own-address';
import { ViviError } from '../../../vivi/errors';
import { CredentialError } from './credential-error';
import { LABELS } from './labels';

/**
 * A request with what a credential adds to it. Any node may use a credential, n8n's HTTP Request among
 * them, with an address that somebody typed in or an answer brought along; so it is for the service of
 * the credential alone, takes no way of its own to it, and follows no redirect away from it.
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
 * The way to the service is n8n's: directly, or by the proxy that n8n is set to. A request's own proxy
 * reads what goes through it, at once over http, and over https where the certificate is not checked or
 * checked by an authority that the request brings along. By the header Host, servers that many share choose
 * who gets the request.
 * @throws ViviInputError naming the option by the label that n8n's HTTP Request node has for it
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
 * Everything that n8n and axios may make of `url`, its older form `uri`, and `baseURL`. They put an
 * address and its base together in different ways, and n8n checks one of them and sends the other.
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

/** As browsers do it. */
function resolved(target: string, base: string): string {
	return URL.canParse(target, base) ? new URL(target, base).href : '';
}

/** As axios does it (axios 1.x, lib/core/buildFullPath.js). */
function joined(target: string, base: string): string {
	if (/^([a-z][a-z\d+\-.]*:)?\/\//i.test(target)) return target;
	return `${base.replace(/\/?\/$/, '')}/${target.replace(/^\/+/, '')}`;
}
