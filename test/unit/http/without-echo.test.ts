import fc from 'fast-check';

import type { HttpRequest } from '../../../vivi/http/port';
import { withoutEcho, withoutEchoInStream } from '../../../vivi/http/without-echo';

const SECRET = 'aab-aac-aab-aad';
const request: HttpRequest = { method: 'GET', url: 'https://x.example', timeoutMs: 1 };

/** What is left of a stream that comes in these pieces. */
async function read(pieces: readonly Uint8Array[], secret = SECRET): Promise<string> {
	async function* chunks() {
		yield* pieces;
	}
	const http = async () => await Promise.resolve({ status: 200, headers: {}, chunks: chunks() });
	const answer = await withoutEchoInStream(http, () => [secret])(request);
	const parts: Uint8Array[] = [];
	for await (const chunk of answer.chunks) parts.push(chunk);
	return Buffer.concat(parts).toString();
}

it('hides a secret in body and headers, and hands on files as they are', async () => {
	for (const body of [`<${SECRET}${SECRET}>`, Buffer.from(SECRET)]) {
		const headers = { 'x-a': `Bearer ${SECRET}`, 'x-b': 'b' };
		const http = async () => await Promise.resolve({ status: 200, headers, body });
		expect(await withoutEcho(http, () => ['', SECRET])(request)).toEqual({
			status: 200,
			headers: { 'x-a': 'Bearer [hidden]', 'x-b': 'b' },
			body: typeof body === 'string' ? '<[hidden][hidden]>' : body,
		});
	}
});

it('leaves alone what is too short to be a secret', async () => {
	const http = async () => await Promise.resolve({ status: 200, headers: {}, body: 'banana' });
	expect((await withoutEcho(http, () => ['an'])(request)).body).toBe('banana');
	expect(await read([Buffer.from('banana')], '')).toBe('banana');
});

it('hides it in a stream, however its bytes are cut', async () => {
	// Words that begin like the secret.
	const word = fc.constantFrom(SECRET, 'aab-aac-', 'aab', 'a', '-', 'é', 'x');
	const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(''));
	const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
	await fc.assert(
		fc.asyncProperty(text, sizes, async (whole, cuts) => {
			const bytes = Buffer.from(whole);
			const pieces: Uint8Array[] = [];
			for (let at = 0, cut = 0; at < bytes.length; cut++) {
				const end = at + cuts[cut % cuts.length]!;
				pieces.push(bytes.subarray(at, end));
				at = end;
			}
			expect(await read(pieces)).toBe(whole.replaceAll(SECRET, '[hidden]'));
		}),
	);
});

it('holds back no more than what may be its beginning', async () => {
	async function* chunks() {
		yield Buffer.from('Hello aab');
		throw new Error('The rest never comes.');
	}
	const http = async () => await Promise.resolve({ status: 200, headers: {}, chunks: chunks() });
	const answer = await withoutEchoInStream(http, () => [SECRET])(request);
	const [first] = [await answer.chunks[Symbol.asyncIterator]().next()];
	expect(Buffer.from(first.value as Uint8Array).toString()).toBe('Hello ');
});
