import { setTimeout as sleep } from 'node:timers/promises';

import { readCredentials } from '../../vivi/auth/credentials';
import { createTokenSource, type TokenSource } from '../../vivi/auth/token-source';
import { encodeId } from '../../vivi/address/path';
import { ViviError } from '../../vivi/errors';
import { parseServiceUrl } from '../../vivi/address/service-url';
import { authorisedHttp } from '../vivi/authorised-http';
import { axiosHttp } from '../vivi/axios-http';
import { clientForKey } from '../vivi/client-for-key';
import { missingVariables, realVivi, type ViviKey } from '../vivi/environment';
import { readAddresses, readWorkspaces, type AddressResult } from './addresses';
import { inWords, tokenFacts, tokenRemarks, type TokenFacts } from './token';

export interface Step {
	name: 'Values' | 'Exchange' | 'Token' | 'Workspaces' | 'Addresses';
	status: 'ok' | 'warning' | 'failed';
	/** What was found. */
	message: string;
	/** What to do about it; empty when there is nothing to do. */
	hint: string;
}

export interface Examination {
	/** Ends with the first step that failed. */
	steps: Step[];
	token: TokenFacts | null;
	addresses: AddressResult[];
}

/** Checks a key from the environment, step by step, and reports each step at once. Only reads. */
export async function examine(
	env: Readonly<Record<string, string | undefined>>,
	tell: (step: Step) => void = () => {},
): Promise<Examination> {
	const examination: Examination = { steps: [], token: null, addresses: [] };
	const record = (name: Step['name'], status: Step['status'], message: string, hint = '') => {
		const step = { name, status, message, hint };
		examination.steps.push(step);
		tell(step);
	};
	let current: Step['name'] = 'Values';
	try {
		const key = checkValues(env);
		record('Values', 'ok', `Set and well-formed: ${describeKey(key)}.`);

		current = 'Exchange';
		const source = createTokenSource({ now: Date.now, sleep, random: Math.random });
		const token = await source.get(key, axiosHttp);
		record('Exchange', 'ok', 'VIVI exchanged the key for an access token.');

		examination.token = tokenFacts(token, Date.now());
		const remarks = tokenRemarks(examination.token, key.audience);
		record(
			'Token',
			remarks.length > 0 ? 'warning' : 'ok',
			describeToken(examination.token),
			remarks.join(' '),
		);

		current = 'Workspaces';
		const { client, workspaces } = await findWorkspaces(key, source, examination, record);

		current = 'Addresses';
		if (workspaces.length > 0) {
			examination.addresses.push(...(await readAddresses(client, workspaces)));
			record('Addresses', ...summary(examination.addresses, client.workspaceId));
		}
	} catch (error) {
		if (!(error instanceof ViviError)) throw error;
		record(current, 'failed', error.message, error.hint);
	}
	return examination;
}

/** @throws ViviError that names the missing or malformed value */
function checkValues(env: Readonly<Record<string, string | undefined>>): ViviKey {
	const missing = missingVariables(env);
	if (missing.length > 0) {
		throw new ViviError({
			code: 'missing_value',
			message: `Not set: ${missing.join(', ')}.`,
			hint: 'Set them to what VIVI shows on its API Credentials tab when a key is created; for a Workspace API key set VIVI_WORKSPACE_ID too.',
		});
	}
	const key = realVivi(env)!;
	readCredentials({ ...key });
	parseServiceUrl(key.baseUrl, 'baseUrl', 'Base URL');
	encodeId(key.accountId, 'accountId');
	if (key.workspaceId) encodeId(key.workspaceId, 'workspaceId');
	return key;
}

function describeKey({ workspaceId, accountId, baseUrl }: ViviKey): string {
	const scope = workspaceId
		? `workspace ${workspaceId} of account ${accountId}`
		: `account ${accountId}`;
	return `${workspaceId ? 'a Workspace' : 'an Account'} API key for ${scope} at ${baseUrl}`;
}

function describeToken({
	lifeSeconds,
	expiresAt,
	issuer,
	audiences,
	scope,
	claims,
}: TokenFacts): string {
	return [
		`It lives for ${inWords(lifeSeconds)}, until ${expiresAt}.`,
		...(issuer === null ? [] : [`Issued by ${issuer}.`]),
		...(audiences.length === 0 ? [] : [`Audience: ${audiences.join(', ')}.`]),
		...(scope === null ? [] : [`Scope: ${scope}.`]),
		...(claims.length === 0 ? [] : [`Claims: ${claims.join(', ')}.`]),
	].join(' ');
}

async function findWorkspaces(
	key: ViviKey,
	source: TokenSource,
	examination: Examination,
	record: (name: Step['name'], status: Step['status'], message: string, hint?: string) => void,
) {
	const client = clientForKey(key, { http: authorisedHttp(key, source) });
	const { result, found, names } = await readWorkspaces(client);
	examination.addresses.push(result);
	const own = client.workspaceId;
	if (result.result === 'works') {
		const some = names.slice(0, 3).join(', ');
		const all = `${names.length} ${names.length === 1 ? 'workspace' : 'workspaces'}`;
		const none = names.length === 0 && own === undefined;
		const isUnlisted =
			own !== undefined &&
			found.length > 0 &&
			!found.some(({ workspaceId }) => workspaceId === own);
		const listed =
			names.length === 0
				? 'The account has no workspace.'
				: `${all}: ${some}${names.length > 3 ? ', …' : ''}.`;
		record(
			'Workspaces',
			none || isUnlisted ? 'warning' : 'ok',
			isUnlisted ? `${listed} The one of VIVI_WORKSPACE_ID is not among them.` : listed,
			none
				? 'Create one in VIVI; the other addresses cannot be tried without.'
				: isUnlisted
					? WRONG_WORKSPACE
					: '',
		);
	} else if (own !== undefined && result.result === 'not allowed') {
		const message =
			'This key may not list workspaces, as is usual for a Workspace API key; its own is used.';
		record('Workspaces', 'ok', message);
	} else {
		throw new ViviError({
			code: 'workspaces_not_listed',
			message: result.remark,
			hint: 'This address is documented by VIVI, so the reason lies with the values: compare VIVI_ACCOUNT_ID and VIVI_BASE_URL with VIVI, and whether the key is still active. For a Workspace API key set VIVI_WORKSPACE_ID.',
		});
	}
	const workspaces = own === undefined ? found.map(({ workspaceId }) => workspaceId!) : [own];
	return { client, workspaces };
}

function summary(
	addresses: readonly AddressResult[],
	own: string | undefined,
): [Step['status'], string, string] {
	const how = (result: AddressResult['result']) =>
		addresses.filter((address) => address.result === result).length;
	const others = (['not there', 'not allowed', 'unclear', 'not tried'] as const)
		.filter((result) => how(result) > 0)
		.map((result) => `, ${how(result)} ${result}`);
	const message = `${how('works')} of ${addresses.length} work${others.join('')}.`;
	// Everything but the list of workspaces lies in the given workspace.
	const [, ...inside] = addresses;
	const isShut = own !== undefined && inside.every(({ result }) => result !== 'works');
	const hint = (text: string) => (isShut ? `${WRONG_WORKSPACE} ${text}` : text);
	if (how('not there') + how('unclear') > 0) return ['warning', message, hint(NOT_THERE)];
	// A key without any permission is of no use.
	return [isShut ? 'failed' : 'ok', message, hint(how('not allowed') > 0 ? NOT_ALLOWED : '')];
}

const WRONG_WORKSPACE =
	'Compare VIVI_WORKSPACE_ID and VIVI_ACCOUNT_ID with VIVI: the workspace must be the one of the key. With an Account API key leave VIVI_WORKSPACE_ID unset.';

const NOT_ALLOWED = "'Not allowed' depends on the role of the key.";
const NOT_THERE = `'Not there' or 'unclear' on an assumed address means that VIVI has it elsewhere or in another form. Please open an issue with the table below, which holds no secret and no record of yours; until then the API Request operation reaches the right address. ${NOT_ALLOWED}`;
