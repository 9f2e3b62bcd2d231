import { readFileSync } from 'node:fs';

import { parse as parseYaml } from 'yaml';

import { ViviError } from '../../../vivi/errors';
import { toApiError } from '../../../vivi/error-texts/api-error';
import { parseJson } from '../../../vivi/http/json';
import { NetworkFailure } from '../../../vivi/http/port';
import { isYamlDocument } from '../../../vivi/openapi/parse-document';
import { documentText } from '../../../vivi/openapi/document-text';
import { authorisedHttp } from '../../vivi/authorised-http';
import { axiosHttp } from '../../vivi/axios-http';
import { realVivi } from '../../vivi/environment';

/**
 * The text of an OpenAPI document, as JSON where it is YAML.
 * @param from a file, or an address. The key of the environment goes along to its own host and no other.
 * @throws ViviError saying why there is none
 */
export async function loadDescription(
	from: string,
	env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
	return asJson(isAddress(from) ? await download(from, env) : readFile(from));
}

/** Whether it is the address of a document and not the path of a file. */
export function isAddress(from: string): boolean {
	return /^https?:\/\//i.test(from) && URL.canParse(from);
}

function readFile(path: string): string {
	try {
		return documentText(readFileSync(path));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw noDocument(
			`The file ${path} cannot be read (${code ?? 'unknown reason'}).`,
			'Give the path of the OpenAPI document, or its address with https:// in front.',
		);
	}
}

async function download(
	url: string,
	env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
	const key = realVivi(env);
	const http = key ? authorisedHttp(key) : axiosHttp;
	const request = {
		...{ method: 'GET' as const, url, headers: { accept: 'application/json' } },
		responseType: 'bytes' as const,
	};
	const answer = await http({ ...request, timeoutMs: 60_000 }).catch((error: unknown) => {
		throw error instanceof NetworkFailure
			? toApiError(error, { labels: { baseUrl: '--openapi' } })
			: error;
	});
	if (answer.status === 200) return documentText(answer.body);
	const goesOn = answer.status >= 300 && answer.status < 400;
	throw noDocument(
		`${url} answered with status ${answer.status} instead of a document.`,
		goesOn
			? `It leads on to ${answer.headers['location'] ?? 'another address'}; give that one.`
			: 'Download the document in a browser and give its file instead.',
	);
}

/**
 * YAML that holds an object; anything else stays as it is, for the reader to say what it is.
 * @throws ViviError naming the mistake in YAML that is a document
 */
function asJson(text: string): string {
	if (/^\s*[<{[]/.test(text) || parseJson(text) !== undefined) return text;
	try {
		const document: unknown = parseYaml(text);
		return typeof document === 'object' && document !== null ? JSON.stringify(document) : text;
	} catch (error) {
		if (!isYamlDocument(text)) return text;
		// The first line of the parser's message; the others show the place in the text.
		const [mistake = ''] = (error as Error).message.split('\n');
		throw noDocument(
			`The document is YAML with a mistake: ${mistake.replace(/:$/, '')}.`,
			'Correct it, or give the document as JSON.',
		);
	}
}

function noDocument(message: string, hint: string): ViviError {
	return new ViviError({ code: 'no_api_description', message, hint });
}
