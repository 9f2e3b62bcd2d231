import { onBehalfOf } from '../catalogue/settings';
import { ViviInputError } from '../errors';
import { trimmed } from '../text/trimmed';

/** Header names by RFC 9110 §5.1, values without line breaks and other control characters. */
const NAME = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

const USER_ID = 'x-user-id';

/** Headers that cannot be set, and why. */
const RESERVED: ReadonlyArray<{ names: RegExp; why: string }> = [
	{
		names: /^((proxy-)?authorization|cookie2?)$/,
		why: 'Only the key says who is calling',
	},
	{
		names:
			/^(host|content-length|transfer-encoding|(proxy-)?connection|keep-alive|te|trailer|upgrade|http2-settings|expect)$/,
		why: 'It is set with the request itself',
	},
	{
		names: /^x-(http-)?method(-override)?$|^x-(original|rewrite)-(url|uri|path|method|host)$/,
		why: "It would make the request another one than 'Method' and 'Path' say; use those",
	},
	{
		names:
			/^(forwarded|via|x-forwarded(-.*)?|x-(real|client|cluster-client|remote)-(ip|addr)|(true-client|cf-connecting)-ip|x-host)$/,
		why: 'It is for proxies, to say for whom they call',
	},
];

/**
 * Checks headers that a person typed in; the names become lower case. It refuses headers that would
 * send the call elsewhere, turn it into another call than it looks like, or make it look like
 * somebody else's.
 * @throws ViviInputError `invalid_header` naming the header, never its value
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([typed, value]) => {
			const name = typed.trim().toLowerCase();
			if (!NAME.test(name)) throw refuse('A header name contains a character that is not allowed');
			const reserved = RESERVED.find(({ names }) => names.test(dashed(name)));
			if (reserved) {
				throw refuse(
					`The header '${name}' cannot be set here`,
					`${reserved.why}. Remove the header.`,
				);
			}
			const text = String(value).replace(/^[ \t]+|[ \t]+$/g, '');
			if (!VALUE.test(text)) {
				throw refuse(
					`The header '${name}' contains a line break or a character that is not allowed`,
				);
			}
			return [name, text];
		}),
	);
}

/**
 * {@link checkHeaders}; a header that names the user follows the same rules as the option that does.
 * @param user the user of that option, if any
 * @throws ViviInputError naming what cannot be sent
 */
export function typedHeaders(
	typed: Readonly<Record<string, string>>,
	keyType: 'account' | 'workspace',
	user?: string,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(checkHeaders(typed)).flatMap(([name, value]) => {
			if (dashed(name) !== USER_ID) return [[name, value]];
			const header = userHeader(value, keyType);
			if ((user ?? value) !== value) {
				throw refuse(
					`The header '${name}' names another user than the option '${onBehalfOf.label}'`,
					'Remove one of the two.',
				);
			}
			return Object.entries(header);
		}),
	);
}

/** Many servers treat the two characters alike. */
function dashed(name: string): string {
	return name.replace(/_/g, '-');
}

/** The X-User-Id header of the guide ("Acting on behalf of a user"); account keys only. */
export function userHeader(
	userId: string | undefined,
	keyType: 'account' | 'workspace',
): Record<string, string> {
	const id = trimmed(userId ?? '');
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
	return { [USER_ID]: id };
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
