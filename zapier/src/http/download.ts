import { redirectOf } from '../../../vivi/client/download';
import { missingFile, type UploadFile } from '../../../vivi/client/multipart';
import { ViviInputError } from '../../../vivi/errors';
import { answeredFile } from '../../../vivi/http/answered-file';
import { decoded, safeFileName } from '../../../vivi/http/file-name';
import { largestAnswer } from '../../../vivi/http/limits';
import { NetworkFailure, type NetworkFailureKind } from '../../../vivi/http/port';
import { isWebAddress } from '../../../vivi/input/texts';
import { isBlank, trimmed } from '../../../vivi/text/trimmed';
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
	const unusable = (what: string, hint: string) =>
		new ViviInputError({ code: 'file_unusable', field, message: `The file ${what}.`, hint });
	const start = addressOf(given, field);
	if (!isWebAddress(start)) {
		throw unusable(
			'is not a file',
			'Choose the file of an earlier step, or enter an address that starts with https://.',
		);
	}
	let url = new URL(start);
	for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
		if (url.username !== '' || url.password !== '') {
			throw unusable(
				'has an address with a user name or password',
				'Use an address without anything before an @ sign.',
			);
		}
		const response = await http({
			method: 'GET',
			url: url.href,
			timeoutMs: Math.max(1, until - Date.now()),
			responseType: 'bytes',
		}).catch((error: unknown) => {
			if (!(error instanceof NetworkFailure)) throw error;
			throw unusable(...(UNFETCHED[error.kind] ?? COULD_NOT_BE_FETCHED));
		});
		const next = redirectOf(response, url);
		if (next) {
			url = next;
			continue;
		}
		// Any other success comes without the file, or with a part of it.
		if (response.status !== 200) {
			throw unusable(
				`could not be fetched (status ${response.status})`,
				'Check that the file is still there, and that its address needs no sign-in.',
			);
		}
		if (response.body.length === 0) {
			throw unusable('is empty', 'Check that the earlier step delivers its content.');
		}
		// The server's name of the file, else the name in the address.
		const fallback = safeFileName(decoded(url.pathname)) ?? 'file';
		const { name = fallback, mimeType = '' } = answeredFile(response);
		return { name, mimeType, content: response.body as Uint8Array };
	}
	throw unusable('leads from one address to the next', 'Use the address of the file itself.');
}

/** @throws ViviInputError when nothing was filled in */
function addressOf(given: unknown, field: string): string {
	// A line item of an earlier step is a list.
	const one: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
	if (!isBlank(one)) return typeof one === 'string' ? trimmed(one) : '';
	throw missingFile(field);
}
