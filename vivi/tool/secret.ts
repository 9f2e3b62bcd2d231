import { createHash, timingSafeEqual } from 'node:crypto';

import { ViviInputError } from '../errors';
import type { Refusal } from './read-call';

/** Somebody could guess a shorter secret. */
const MIN_SECRET_LENGTH = 20;

/** The form of a tool's secret, so that only the person's own agent can call the tool. */
export interface ToolSecret {
	headerName: string;
	secret: string;
}

/** Headers of HTTP, proxies or n8n itself, which therefore cannot carry a secret. */
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
 * The header and the secret that were entered, without surrounding blanks.
 * @throws ViviInputError that names the unusable value, but does not hold the secret
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
 * Checks whether a call holds the secret; returns undefined when it does, and the answer otherwise.
 * Compares hashes, in a time that does not depend on where they differ.
 * @param headers by their lower-case names
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
