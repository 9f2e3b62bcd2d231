import { descriptionUrl } from '../catalogue/api-operation';
import { connectionWord, type Labels } from '../error-texts/labels';
import type { ViviInputError } from '../errors';
import type { NetworkFailureKind } from '../http/port';
import { invalid } from '../input/problems';

/** The error for a document that cannot be used. `what` completes "'API Description URL' …". */
export function unusable(code: string, what: string, hint: string): ViviInputError {
	return invalid(descriptionUrl, what, hint, code);
}

const JSON_LINK =
	'Give the address of the OpenAPI document itself, as JSON; it often ends in openapi.json or swagger.json. On a page of Swagger or Redoc the document has a link of its own.';

export const emptyDocument = () =>
	unusable('api_description_empty', 'leads to nothing: what came is empty', JSON_LINK);

export const webPage = () =>
	unusable(
		'api_description_web_page',
		'leads to a web page and not to an OpenAPI document',
		JSON_LINK,
	);

export const yamlDocument = () =>
	unusable(
		'api_description_yaml',
		'leads to an OpenAPI document in YAML; it is read as JSON only',
		'Many services have the same document as JSON: try the address with .json in place of .yaml. Otherwise convert the document to JSON, which editor.swagger.io does in its File menu, and give the address where you keep that file.',
	);

export const brokenDocument = () =>
	unusable(
		'api_description_broken',
		'leads to something that is not valid JSON',
		'Open the address in a browser and look whether the document is whole.',
	);

export const tooLargeDocument = (most: string) =>
	unusable(
		'api_description_too_large',
		`leads to a document that is longer than ${most}`,
		'Give a document that holds fewer operations, and whose references are not resolved in advance (a bundled one, not a dereferenced one).',
	);

export const otherJson = (what: string) =>
	unusable(
		'api_description_other_json',
		`leads to JSON that is no OpenAPI document: ${what}`,
		JSON_LINK,
	);

export const otherVersion = (version: string) =>
	unusable(
		'api_description_version',
		`leads to a document of version '${version}', which is not read`,
		'Give a document of OpenAPI 3.0 or 3.1, or of Swagger 2.0.',
	);

export const noOperations = (leftOut: readonly string[]) =>
	unusable(
		'api_description_without_operations',
		`leads to an OpenAPI document without an operation that can be called${leftOut.length > 0 ? ` (${leftOut[0]})` : ''}`,
		"Look into 'paths' of the document.",
	);

export const notGiven = (labels?: Labels) =>
	unusable(
		'api_description_missing',
		'is empty, so that there is no list of operations',
		`Enter the address of VIVI's OpenAPI document (JSON) in the ${connectionWord(labels)}. Without it an operation can be typed in, such as POST /agents/{agentId}, or sent by 'API Request'.`,
	);

/** The host of the document gave no answer. */
export function noDescription(kind: NetworkFailureKind) {
	const [what, hint] = UNREACHED[kind] ?? ['could not be loaded', LATER];
	return unusable('api_description_unreachable', what, hint);
}

const LATER = 'Check the address, and try again later. What is set up already runs without it.';

const UNREACHED: Partial<Record<NetworkFailureKind, readonly [what: string, hint: string]>> = {
	dns: ['names a host that does not exist', LATER],
	refused: ['leads to a host that does not answer', LATER],
	timeout: ['did not answer in time', LATER],
	tls: ['leads to a host whose certificate cannot be trusted', LATER],
	private: [
		'leads into a private network',
		'From here only addresses on the internet can be reached. Put the document where it can be reached.',
	],
	oversized: ['leads to a document that is too long to be read', LATER],
};

/** The answer is not a success. */
export function refusedDescription(status: number) {
	const needsKey = status === 401 || status === 403;
	return unusable(
		'api_description_refused',
		`could not be loaded (status ${status})`,
		needsKey
			? "Its host wants a sign-in. The access token is sent only where the address has the origin of 'Base URL'; otherwise the document has to be readable without one."
			: LATER,
	);
}

/** Redirects are not followed: the token could reach somebody else. */
export function redirectedDescription(location: string | undefined, from: URL) {
	const target =
		location !== undefined && URL.canParse(location, from.href) && new URL(location, from);
	const where = target ? ` (${target.origin}${target.pathname})` : '';
	return unusable(
		'api_description_redirected',
		`answers from somewhere else${where}`,
		'Redirects are not followed. Enter the final address.',
	);
}
