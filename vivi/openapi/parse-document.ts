import { isJsonObject, parseJson, type JsonObject } from '../http/json';
import { largestAnswer } from '../http/limits';
import { describeKeys } from '../error-texts/failed-answer';
import { plainText, shortened } from '../text/plain-text';
import {
	brokenDocument,
	emptyDocument,
	otherJson,
	otherVersion,
	tooLargeDocument,
	webPage,
	yamlDocument,
} from './document-errors';

const MOST = largestAnswer({});

/**
 * Parses the JSON of an OpenAPI document.
 * @throws ViviInputError with a text for each thing that people give by mistake
 */
export function parseDocument(text: string): JsonObject {
	if (text.length > MOST) throw tooLargeDocument(`${MOST / 1024 / 1024} MB`);
	const start = text
		.slice(0, 20_000)
		.replace(/^\ufeff/, '')
		.trimStart();
	if (start === '') throw emptyDocument();
	if (start.startsWith('<')) throw webPage();
	const document = parseJson(text);
	if (document === undefined) {
		throw isYamlDocument(start) ? yamlDocument() : brokenDocument();
	}
	if (!isJsonObject(document)) throw otherJson(`it holds ${describeKeys(document)}`);
	const version = document['openapi'] ?? document['swagger'];
	if (version === undefined)
		throw otherJson(`it has neither 'openapi' nor 'swagger'; it holds ${describeKeys(document)}`);
	const found = String(version);
	const isKnown = document['openapi'] === undefined ? /^2(\.|$)/ : /^3\./;
	if (!isKnown.test(found)) throw otherVersion(shortened(plainText(found), 20));
	return document;
}

/** Whether a text that is not JSON is an OpenAPI document in YAML. */
export function isYamlDocument(text: string): boolean {
	return /^["']?(openapi|swagger)["']?\s*:/m.test(text) && !text.startsWith('{');
}
