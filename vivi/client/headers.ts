import { ViviInputError } from '../errors';

/** Header names by RFC 9110 §5.1, values without line breaks and other control characters. */
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Set by the credential or by the HTTP library; another value would send the call astray. */
const RESERVED = new Set([
	'authorization',
	'proxy-authorization',
	'host',
	'content-length',
	'transfer-encoding',
	'connection',
]);

/**
 * Headers that a person typed in, names in lower case.
 * @throws ViviInputError `invalid_header` naming the header, never its value
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	const checked: Record<string, string> = {};
	for (const [typed, value] of Object.entries(headers)) {
		const name = typed.trim().toLowerCase();
		if (!NAME.test(name)) throw refuse('A header name contains a character that is not allowed');
		if (RESERVED.has(name)) {
			throw refuse(
				`The header '${name}' cannot be set here`,
				'Authorization comes from the credential, the others are set with the request itself. Remove the header.',
			);
		}
		const text = String(value).replace(/^[ \t]+|[ \t]+$/g, '');
		if (!VALUE.test(text)) {
			throw refuse(`The header '${name}' contains a line break or a character that is not allowed`);
		}
		checked[name] = text;
	}
	return checked;
}

/** The X-User-Id header of the guide ("Acting on behalf of a user"); account keys only. */
export function userHeader(
	userId: string | undefined,
	keyType: 'account' | 'workspace',
): Record<string, string> {
	const id = userId?.trim() ?? '';
	if (id === '') return {};
	if (keyType !== 'account') {
		throw new ViviInputError({
			code: 'user_id_needs_account_key',
			field: 'userId',
			message: 'Only an Account API key can act on behalf of a user.',
			hint: "Remove the user ID, or use an Account API key. New records then belong to the key's own user.",
		});
	}
	if (!VALUE.test(id)) {
		throw new ViviInputError({
			code: 'invalid_user_id',
			field: 'userId',
			message: 'The user ID contains a line break or a character that is not allowed.',
			hint: 'Copy the ID of the user exactly as VIVI shows it.',
		});
	}
	return { 'x-user-id': id };
}

function refuse(
	what: string,
	hint = 'Enter one header per line, with its name and its value in fields of their own.',
): ViviInputError {
	return new ViviInputError({
		code: 'invalid_header',
		field: 'headers',
		message: `${what}.`,
		hint,
	});
}
