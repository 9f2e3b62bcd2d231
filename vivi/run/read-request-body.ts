import { requestFields } from '../catalogue/api-request';
import type { FreeRequest } from '../client/free-call';
import { readBodyType, readFormFields } from '../client/free-request';
import type { InputValues } from '../client/input-values';
import type { EncodedBody } from '../client/multipart';
import { invalid, missing } from '../input/problems';
import { readText } from '../input/text';
import { encodeBody, type BodyValue } from '../openapi/encode-body';
import { isBlank, trimmed } from '../text/trimmed';
import type { Ports } from './ports';

const { formFields, file: fileToSend, fileField, headers: typedHeaders } = requestFields;

type Files = Pick<Ports, 'file' | 'filesIn'>;

/**
 * The form or the file that 'API Request' sends.
 * @returns undefined when the body is JSON
 * @throws ViviInputError naming the field that is missing or cannot be sent
 */
export async function readRequestBody(
	values: InputValues,
	{ headers = {} }: FreeRequest,
	ports: Files,
): Promise<EncodedBody | undefined> {
	const type = readBodyType(values);
	if (type === 'json') return undefined;
	if (type === 'file') return await readWholeFile(values, ports);
	const place = type === 'form' ? 'form' : 'urlencoded';
	// Its boundary is only known once the form is made, and nobody can read the form without it.
	if (type === 'form' && Object.keys(headers).some((name) => /^\s*content-type\s*$/i.test(name))) {
		throw invalid(
			typedHeaders,
			'cannot set the content type of a form',
			'Remove the header content-type. It is set with the form.',
		);
	}
	const fields = readFormFields(values).map(([name, value]): BodyValue => ({
		...{ field: formFields, name, place, value },
	}));
	const body = encodeBody([...fields, ...(type === 'form' ? await readFiles(values, ports) : [])]);
	if (!body) throw missing(formFields);
	return body;
}

async function readWholeFile(values: InputValues, ports: Files): Promise<EncodedBody | undefined> {
	const [first, ...others] = filesIn(values, ports);
	if (first === undefined) throw missing(fileToSend);
	if (others.length > 0) {
		throw invalid(
			fileToSend,
			'holds several files, and a body is one file',
			'Keep one, or send them as a form.',
		);
	}
	const file = await ports.file(fileToSend, first);
	return encodeBody([{ field: fileToSend, name: '', place: 'file', file }]);
}

/** The files of a form, with their names in it. */
async function readFiles(values: InputValues, ports: Files): Promise<BodyValue[]> {
	const all = filesIn(values, ports);
	const names = readFileFields(values[fileField.name], all.length);
	const files: BodyValue[] = [];
	for (const [at, one] of all.entries()) {
		const file = await ports.file(fileToSend, one);
		files.push({ field: fileToSend, name: names[at]!, place: 'file', file });
	}
	return files;
}

function filesIn(values: InputValues, ports: Files): unknown[] {
	const given = values[fileToSend.name];
	return isBlank(given) ? [] : ports.filesIn(fileToSend, given);
}

/** One name for all files, or one for each. */
function readFileFields(given: unknown, count: number): string[] {
	const text = isBlank(given) ? fileField.default : trimmed(readText(fileField, given));
	const names = text.split(',').map(trimmed);
	if (count < 2 || names.length === 1) return Array<string>(count).fill(text);
	if (names.length === count && !names.includes('')) return names;
	throw invalid(
		fileField,
		`holds ${names.length} names for ${count} files`,
		'Enter one name for all files, or one for each, separated by commas.',
	);
}
