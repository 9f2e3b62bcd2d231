import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	credentialProperties,
	noticeProperty,
	testAddress,
	testRules,
} from '../nodes/Vivi/description/credential';
import { fieldProperty } from '../nodes/Vivi/description/field';
import { writtenOutProperty } from '../nodes/Vivi/description/written-out';
import { ownRequest } from '../nodes/Vivi/shared/own-request';
import { KEY_REFUSALS } from '../vivi/auth/check-texts';
import { KEY_FIELDS, KEY_NOTICE, KEY_TYPE } from '../vivi/auth/connection-fields';
import { REDIRECTS } from '../vivi/auth/own-address';
import { API_BASE_URL, baseUrlOf, WORKSPACES_PATH } from '../vivi/catalogue/paths';

/**
 * Statuses that do not fail the credential test; n8n resolves the expression, its type only knows what
 * comes out. Until 2.10 n8n ignores every status when it may ignore one (n8n-core 2.10.0,
 * request-helper-functions.js), so that there a workspace key passes with its exchange.
 */
const IGNORED_STATUSES = `={{ $credentials.keyType === "workspace" ? { ignore: true, except: [${[...REDIRECTS, 400, 401, 404, 405, 407, 408, 429, 500, 502, 503, 504].join(', ')}] } : false }}`;

const ADDRESS = testAddress(API_BASE_URL, WORKSPACES_PATH);

/** Marks the request of the test where there is an address map; what follows a # is never sent. */
const MAPPED = '#mapped';

/** Only who has a map needs what reads it. */
async function mappedTest(
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
): Promise<IHttpRequestOptions> {
	const mapped = await import('../nodes/Vivi/shared/mapped-test');
	return mapped.mappedTest(request, credentials);
}

export class ViviApi implements ICredentialType {
	name = 'viviApi';

	displayName = 'VIVI API';

	icon = { light: 'file:../icons/vivi.svg', dark: 'file:../icons/vivi.dark.svg' } as const;

	documentationUrl =
		'https://docs.vivi.bot/documentation/accounts-billing/authentication/api-credentials';

	properties: INodeProperties[] = [
		noticeProperty(KEY_NOTICE),
		fieldProperty(KEY_TYPE),
		...credentialProperties(KEY_FIELDS),
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			// `expirable` lets n8n renew it, `password` keeps it from the browser.
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Expires At',
			name: 'expiresAt',
			type: 'hidden',
			default: '',
		},
		{
			// A fingerprint of the key that the token was issued for.
			displayName: 'Token For',
			name: 'tokenFor',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	constructor() {
		this.properties.push(writtenOutProperty(this.properties));
	}

	/**
	 * A function, since n8n evaluates the expressions of the declarative form anew for each request, in
	 * an isolate: a fifth of all that many small requests cost (profile of n8n 2.41.1).
	 */
	authenticate: IAuthenticate = async (credentials, request) => {
		const { ownToken } = await import('../nodes/Vivi/shared/renewal');
		const { baseUrl } = credentials;
		// Another node may hand over a URL object, whatever the type says.
		const isMapped = String(request.url ?? '').endsWith(MAPPED);
		return ownRequest(
			isMapped ? await mappedTest(request, credentials) : request,
			// The token of a key that was changed is left out: VIVI refuses the request, and n8n has one fetched.
			{ Authorization: `Bearer ${ownToken(credentials)}` },
			{ baseUrl: baseUrlOf(baseUrl), secret: 'access token' },
		);
	};

	/** Called by n8n when there is no token yet, after a 401, and for each credential test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		// n8n loads every credential type as it starts; what an exchange takes comes with the first one.
		const { exchangedToken } = await import('../nodes/Vivi/shared/exchanged-token');
		return await exchangedToken(this, credentials);
	}

	/**
	 * The one documented call. Whether a workspace key may make it is not stated; the exchange before
	 * it has proven such a key, so only a refused token (401) counts against it.
	 */
	test: ICredentialTestRequest = {
		request: {
			...ADDRESS,
			url: `${ADDRESS.url}{{$credentials.addressMap ? "${MAPPED}" : ""}}`,
			qs: { limit: 1 },
			ignoreHttpStatusErrors: IGNORED_STATUSES as unknown as boolean,
		},
		rules: testRules('access token', KEY_REFUSALS),
	};
}
