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

/**
 * The form or the file that 'API Request' sends.
 * @returns undefined where the body is JSON
 * @throws ViviInputError naming the field that is missing or cannot be sent
 */
export async function readRequestBody(
	values: InputValues,
	{ headers = {} }: FreeRequest,
	ports: Pick<Ports, 'file'>,
): Promise<EncodedBody | undefined> {
	const type = readBodyType(values);
	if (type === 'json') return undefined;
	const isForm = type === 'form';
	// Its boundary is not known before the form is made, and without it nobody can read the form.
	if (isForm && Object.keys(headers).some((name) => /^\s*content-type\s*$/i.test(name))) {
		throw invalid(
			typedHeaders,
			'cannot set the content type of a form',
			'Remove the header content-type. It is set with the form.',
		);
	}
	const parts = isForm
		? readFormFields(values).map(([name, value]): BodyValue => ({
				field: formFields,
				name,
				place: 'form',
				value,
			}))
		: [];
	const given = values[fileToSend.name];
	if (!isBlank(given)) {
		const name = isForm ? readFileField(values[fileField.name]) : '';
		const file = await ports.file(fileToSend, given);
		parts.push({ field: fileToSend, name, place: 'file', file });
	}
	const body = encodeBody(parts);
	if (!body) throw missing(isForm ? formFields : fileToSend);
	return body;
}

function readFileField(given: unknown): string {
	return isBlank(given) ? fileField.default : trimmed(readText(fileField, given));
}
