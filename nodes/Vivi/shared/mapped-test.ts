import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { addressed } from '../../../vivi/client/addressed';
import { readAddressMap } from '../../../vivi/client/read-address-map';
import { KEY_FIELDS } from '../../../vivi/auth/connection-fields';
import { catalogue } from '../../../vivi/catalogue';
import { baseUrlOf } from '../../../vivi/catalogue/paths';
import { fillPath } from '../../../vivi/address/path';
import { apiUrl } from '../../../vivi/address/url';
import { parseServiceUrl } from '../../../vivi/address/service-url';
import { trimmed } from '../../../vivi/text/trimmed';

/**
 * The request of the credential test, at its address in the address map. n8n takes such a request as
 * data and its expressions cannot read the map, so this function does.
 * @throws ViviInputError naming the mistake in the map or the address
 */
export function mappedTest(
	request: IHttpRequestOptions,
	{ addressMap, baseUrl, accountId }: ICredentialDataDecryptedObject,
): IHttpRequestOptions {
	const { workspace } = catalogue;
	const at = addressed(workspace, workspace.operations.getAll, readAddressMap(addressMap));
	const ids = { accountId: trimmed(String(accountId ?? '')) };
	const { query, headers } = at.place(ids);
	const base = parseServiceUrl(baseUrlOf(baseUrl), 'baseUrl', KEY_FIELDS.baseUrl.label);
	const url = apiUrl(base, fillPath(at.operation.path, ids), { limit: 1, ...query });
	const { baseURL: _baseURL, qs: _qs, ...rest } = request;
	return { ...rest, url: at.url(url), headers: { ...request.headers, ...headers } };
}
