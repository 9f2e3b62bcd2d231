import { createHash, timingSafeEqual } from 'node:crypto';

import { ViviInputError } from '../errors';
import type { Refusal } from './read-call';

/** Below this, a secret could be guessed. */
export const MIN_SECRET_LENGTH = 20;

/** What a person enters so that only their agent can call their tools. */
export interface ToolSecret {
	headerName: string;
	secret: string;
}

/** Headers that HTTP, proxies or n8n itself use, so that none of them can carry a secret. */
const TAKEN = new Set(
	[
		'accept accept-encoding accept-language connection content-encoding content-length',
		'content-type cookie date expect forwarded host keep-alive origin range referer te trailer',
		'transfer-encoding upgrade user-agent via x-forwarded-for x-forwarded-host x-forwarded-proto',
	]
		.join(' ')
		.split(' '),
);

/**
 * The header and the secret as they were entered, without blanks around them.
 * @throws ViviInputError that names the value which cannot be used; it does not hold the secret
 */
export function readToolSecret(entered: { headerName?: unknown; secret?: unknown }): ToolSecret {
	const headerName = String(entered.headerName ?? '').trim();
	const secret = String(entered.secret ?? '').trim();
	// The characters of a header's name; source: RFC 9110, section 5.6.2.
	if (!/^[!#$%&'*+.^_`|~\w-]{1,100}$/.test(headerName) || TAKEN.has(headerName.toLowerCase())) {
		throw wrong('headerName', `'Header Name' cannot be '${headerName.slice(0, 100)}'.`, {
			hint: 'Use a name of your own that no other header has, such as X-Tool-Secret.',
		});
	}
	if (secret.length < MIN_SECRET_LENGTH) {
		throw wrong('secret', `'Secret' is shorter than ${MIN_SECRET_LENGTH} characters.`, {
			hint: 'Enter a long random text, as a password manager makes it.',
		});
	}
	if (!/^[\x21-\x7e]+$/.test(secret)) {
		throw wrong('secret', "'Secret' has characters that no header can carry.", {
			hint: 'Use letters without accents, digits and punctuation, without blanks.',
		});
	}
	return { headerName, secret };
}

function wrong(field: string, message: string, { hint }: { hint: string }): ViviInputError {
	return new ViviInputError({ code: 'invalid_tool_secret', field, message, hint });
}

/**
 * Whether a call holds the secret; undefined when it does, else what to answer.
 * Hashes are compared, in a time that does not depend on where they differ.
 * @param headers by their names in lower case
 */
export function refuseStranger(
	headers: Readonly<Record<string, unknown>>,
	{ headerName, secret }: ToolSecret,
): Refusal | undefined {
	const given = headers[headerName.toLowerCase()];
	const isKnown = typeof given === 'string' && timingSafeEqual(hash(given.trim()), hash(secret));
	if (isKnown) return undefined;
	const problem = given === undefined ? 'is missing' : 'is not the right one';
	return {
		status: 401,
		body: {
			error: 'unauthorized',
			message: `The secret in the header ${headerName} ${problem}. Nothing was carried out. A person has to correct it in the settings of this integration.`,
		},
	};
}

const hash = (text: string) => createHash('sha256').update(text).digest();
