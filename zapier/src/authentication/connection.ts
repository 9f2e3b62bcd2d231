import type { Bundle } from 'zapier-platform-core';

import { KEY_FIELDS } from '../../../vivi/auth/connection-fields';
import { channelKeyNeeded, platformKeyNeeded } from '../../../vivi/auth/other-key';
import { readAddressMap } from '../../../vivi/client/read-address-map';
import {
	CREDENTIAL_LABELS,
	readCredentials,
	type ViviCredentials,
} from '../../../vivi/auth/credentials';
import { baseUrlOf as addressOf } from '../../../vivi/catalogue/paths';
import { readChannel, type Channel } from '../../../vivi/chat/channel';
import { encodeId } from '../../../vivi/address/path';
import { readTypedId } from '../../../vivi/input/record-id';
import { trimmed } from '../../../vivi/text/trimmed';
import { toKey } from '../fields/key';
import { checkPublic } from '../http/public-address';

type AuthData = Readonly<Bundle['authData']>;

/** Fields that need other labels beside those of a platform key. */
export const CHANNEL_LABELS = { apiKey: 'Channel API Key', baseUrl: 'Channel Base URL' } as const;

/** The service of an Account or Workspace API key, and its session in Zapier. */
export interface Platform {
	keyType: 'account' | 'workspace';
	accountId: string;
	/** With a Workspace API key only. */
	workspaceId?: string;
	baseUrl: string;
	/** As it was filled in, after a check. */
	addressMap: string;
	/** Empty before the first exchange. */
	accessToken: string;
	/** Milliseconds since the epoch; NaN when unknown. */
	expiresAt: number;
}

/** Whether the connection holds any value of an API channel's key. */
export function hasChannelKey(authData: AuthData): boolean {
	return ['channel_id', 'channel_api_key'].some((name) => text(authData, name) !== '');
}

/**
 * Whether the connection is for the API: it holds any value of an Account or Workspace API key, or
 * no value at all; then the reader names what is missing.
 */
export function hasPlatformKey(authData: AuthData): boolean {
	const names = Object.keys(CREDENTIAL_LABELS);
	return !hasChannelKey(authData) || names.some((name) => text(authData, toKey(name)) !== '');
}

/**
 * The four values for the exchange.
 * @throws ViviError naming the value that is missing or cannot be used
 */
export function credentialsOf(authData: AuthData): ViviCredentials {
	const names = Object.keys(CREDENTIAL_LABELS);
	const credentials = readCredentials(
		Object.fromEntries(names.map((name) => [name, authData[toKey(name)]])),
	);
	checkPublic(credentials.tokenUrl, 'tokenUrl', CREDENTIAL_LABELS.tokenUrl);
	return credentials;
}

/**
 * The values for calls of the API. VIVI's values do not show the kind of key; only a Workspace API
 * key comes with a workspace.
 * @throws ViviInputError naming the value that is missing or cannot be used
 */
export function platformOf(authData: AuthData): Platform {
	if (!hasPlatformKey(authData)) throw platformKeyNeeded();
	const accountId = readTypedId(authData['account_id'], 'accountId');
	encodeId(accountId, 'accountId');
	const baseUrl = baseUrlOf(authData);
	checkPublic(baseUrl, 'baseUrl', KEY_FIELDS.baseUrl.label);
	const workspaceId = readTypedId(authData['workspace_id'], 'workspaceId');
	const addressMap = given(authData, 'address_map');
	readAddressMap(addressMap);
	return {
		keyType: workspaceId === '' ? 'account' : 'workspace',
		accountId,
		...(workspaceId !== '' && { workspaceId }),
		baseUrl,
		addressMap,
		accessToken: text(authData, 'accessToken'),
		expiresAt: Date.parse(text(authData, 'expiresAt')),
	};
}

/**
 * The API channel of a connection.
 * @throws ViviInputError naming the value that is missing or cannot be used
 */
export function channelOf(authData: AuthData): Channel {
	if (!hasChannelKey(authData)) throw channelKeyNeeded();
	const channel = readChannel(
		{
			channelId: authData['channel_id'],
			apiKey: authData['channel_api_key'],
			baseUrl: authData['channel_base_url'],
		},
		CHANNEL_LABELS,
	);
	checkPublic(channel.baseUrl, 'baseUrl', CHANNEL_LABELS.baseUrl);
	return channel;
}

/**
 * The address of the API. Zapier runs the connection test with placeholders for the values to find
 * out how requests are authorised (zapier-platform-core 19.1.0, auth-template/get-auth-template.js).
 * A placeholder counts as blank, so the default address is used.
 */
export function baseUrlOf(authData: AuthData): string {
	return addressOf(given(authData, 'base_url'));
}

function given(authData: AuthData, name: string): string {
	const value = text(authData, name);
	return value.startsWith('__placeholder_auth__') ? '' : value;
}

function text(authData: AuthData, name: string): string {
	const value: unknown = authData[name];
	return typeof value === 'string' ? trimmed(value) : '';
}
