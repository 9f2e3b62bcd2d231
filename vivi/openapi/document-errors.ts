import { ViviInputError } from '../errors';

const FIELD = { name: 'apiDescriptionUrl', label: 'API Description URL' };

/** A document that cannot be used. `what` completes "'API Description URL' …". */
export function unusable(code: string, what: string, hint: string): ViviInputError {
	const message = `'${FIELD.label}' ${what}.`;
	return new ViviInputError({ code, field: FIELD.name, message, hint });
}

const JSON_LINK =
	"Give the address of the OpenAPI document itself, as JSON; it often ends in openapi.json or swagger.json. On a page of Swagger or Redoc it is behind the document's link or 'Download'.";

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
		"Many services have the same document as JSON: try the address with .json in place of .yaml. Otherwise open the document in editor.swagger.io, choose 'Convert and save as JSON', and give the address where you keep that file.",
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
