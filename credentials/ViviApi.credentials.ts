import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import {
	credentialProperties,
	hiddenProperty,
	noticeProperty,
	testAddress,
	testRules,
	withWrittenOut,
} from '../nodes/Vivi/description/credential';
import { fieldProperty } from '../nodes/Vivi/description/field';
import { ownRequest } from '../nodes/Vivi/shared/own-request';
import { KEY_REFUSALS } from '../vivi/auth/check-texts';
import { KEY_FIELDS, KEY_NOTICE, KEY_TYPE } from '../vivi/auth/connection-fields';
import { REDIRECTS } from '../vivi/auth/own-address';
import { API_BASE_URL, baseUrlOf, WORKSPACES_PATH } from '../vivi/catalogue/paths';

/**
 * Statuses that do not fail the credential test; n8n resolves the expression, and its type only
 * knows the result. Until 2.10 n8n ignores every status when it may ignore one (n8n-core 2.10.0,
 * request-helper-functions.js), so there the exchange is the only test of a workspace key.
 */
const IGNORED_STATUSES = `={{ $credentials.keyType === "workspace" ? { ignore: true, except: [${[...REDIRECTS, 400, 401, 404, 405, 407, 408, 429, 500, 502, 503, 504].join(', ')}] } : false }}`;

const ADDRESS = testAddress(API_BASE_URL, WORKSPACES_PATH);

/** Marks the test's request where there is an address map; the part behind a # is never sent. */
const MAPPED = '#mapped';

export class ViviApi implements ICredentialType {
	name = 'viviApi';

	displayName = 'VIVI API';

	icon = { light: 'file:../icons/vivi.svg', dark: 'file:../icons/vivi.dark.svg' } as const;

	documentationUrl =
		'https://docs.vivi.bot/documentation/accounts-billing/authentication/api-credentials';

	properties: INodeProperties[] = withWrittenOut([
		noticeProperty(KEY_NOTICE),
		fieldProperty(KEY_TYPE),
		...credentialProperties(KEY_FIELDS),
		// `expirable` lets n8n renew it, `password` keeps it from the browser.
		hiddenProperty('Access Token', 'accessToken', { expirable: true, password: true }),
		hiddenProperty('Expires At', 'expiresAt'),
		// A fingerprint of the key to which the token belongs.
		hiddenProperty('Token For', 'tokenFor', { password: true }),
	]);

	/**
	 * A function, since n8n evaluates the expressions of the declarative form again for each request,
	 * in an isolate: a fifth of the cost of many small requests (profile of n8n 2.41.1).
	 */
	authenticate: IAuthenticate = async (credentials, request) => {
		const { ownToken } = await import('../nodes/Vivi/shared/renewal');
		let own = request;
		// Another node may give a URL object, against the type.
		if (String(request.url ?? '').endsWith(MAPPED)) {
			const { mappedTest } = await import('../nodes/Vivi/shared/mapped-test');
			own = mappedTest(request, credentials);
		}
		return ownRequest(
			own,
			// The token of a key that was changed is left out: VIVI refuses the request, and n8n gets a
			// new one.
			{ Authorization: `Bearer ${ownToken(credentials)}` },
			{ baseUrl: baseUrlOf(credentials['baseUrl']), secret: 'access token' },
		);
	};

	/** n8n calls this when there is no token yet, after a 401, and for each credential test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		// n8n loads every credential type at its start; the code of an exchange is loaded with the first
		// one.
		const { exchangedToken } = await import('../nodes/Vivi/shared/exchanged-token');
		return await exchangedToken(this, credentials);
	}

	/**
	 * The one documented call. The guide does not say whether a workspace key may make it. The
	 * exchange before it has proven such a key, so for it only a refused token (401) is a failure.
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
