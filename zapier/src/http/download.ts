import { ViviInputError } from '../../../vivi/errors';
import type { UploadFile } from '../../../vivi/client/multipart';
import { decoded, fileNameIn, safeFileName } from '../../../vivi/http/file-name';
import { largestAnswer } from '../../../vivi/http/limits';
import { isBlank, trimmed } from '../../../vivi/text/trimmed';
import { NetworkFailure, type NetworkFailureKind } from '../../../vivi/http/port';
import type { Step } from '../step';

/** Zapier gives a file as an address that leads to another one. */
const MOST_REDIRECTS = 5;

const SMALLER = 'Try a smaller file, or check that its address still works.';
const COULD_NOT_BE_FETCHED = ['could not be fetched', SMALLER] as const;
const MOST_MB = largestAnswer({ responseType: 'bytes' }) / (1024 * 1024);

/** Why there is no file → what to do. */
const UNFETCHED: Partial<Record<NetworkFailureKind, readonly [what: string, hint: string]>> = {
	timeout: ['did not arrive in time', SMALLER],
	oversized: [`is larger than ${MOST_MB} MB`, 'Use a smaller file.'],
	private: [
		'leads into a private network',
		'Zapier can only fetch files that lie on the internet.',
	],
};

/**
 * Fetches the file behind an address, without any of the connection's keys. Zapier gives a file of
 * an earlier step, a typed address, or a text made into a file, always as an address
 * (docs.zapier.com › Working with files).
 * @throws ViviInputError naming the field when there is no such file
 */
export async function downloadFile(
	{ http, until }: Pick<Step, 'http' | 'until'>,
	given: unknown,
	field = 'file',
): Promise<UploadFile> {
	let url = readUrl(given, field);
	for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
		const response = await http({
			method: 'GET',
			url: url.href,
			timeoutMs: Math.max(1, until - Date.now()),
			responseType: 'bytes',
		}).catch((error: unknown) => {
			if (!(error instanceof NetworkFailure)) throw error;
			const [what, hint] = UNFETCHED[error.kind] ?? COULD_NOT_BE_FETCHED;
			throw unusable(field, what, hint);
		});
		const { status, headers } = response;
		const next = headers['location'];
		if (status >= 300 && status < 400 && next !== undefined && URL.canParse(next, url.href)) {
			url = new URL(next, url);
			refuseUserInfo(url, field);
			continue;
		}
		// Any other success comes without the file, or with a part of it.
		if (status !== 200) {
			throw unusable(
				field,
				`could not be fetched (status ${status})`,
				'Check that the file is still there, and that its address needs no sign-in.',
			);
		}
		if (response.body.length === 0) {
			throw unusable(field, 'is empty', 'Check that the earlier step delivers its content.');
		}
		// A malformed type would be refused, and nobody in Zapier could give another one.
		const mimeType =
			/^\s*([\w.+-]+\/[\w.+-]+)\s*(;|$)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
		return { name: fileName(headers, url), mimeType, content: response.body as Uint8Array };
	}
	throw unusable(
		field,
		'leads from one address to the next',
		'Use the address of the file itself.',
	);
}

function readUrl(given: unknown, field: string): URL {
	// A line item of an earlier step is a list.
	const one: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
	if (isBlank(one)) {
		throw new ViviInputError({
			code: 'missing_file',
			field,
			message: 'There is no file to upload.',
			hint: 'Choose a file, or check that the earlier step delivers one.',
		});
	}
	const text = typeof one === 'string' ? trimmed(one) : '';
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url && (url.protocol === 'https:' || url.protocol === 'http:')) {
		refuseUserInfo(url, field);
		return url;
	}
	throw unusable(
		field,
		'is not a file',
		'Choose the file of an earlier step, or enter an address that starts with https://.',
	);
}

function refuseUserInfo({ username, password }: URL, field: string): void {
	if (username === '' && password === '') return;
	throw unusable(
		field,
		'has an address with a user name or password',
		'Use an address without anything before an @ sign.',
	);
}

function unusable(field: string, what: string, hint: string): ViviInputError {
	return new ViviInputError({ code: 'file_unusable', field, message: `The file ${what}.`, hint });
}

/** The server's name of the file, else the name in the address. */
function fileName(headers: Record<string, string>, url: URL): string {
	return fileNameIn(headers) ?? safeFileName(decoded(url.pathname)) ?? 'file';
}
