import type { StreamHttp } from './stream-port';
import type { Http } from './port';

/** Replaces a secret that an answer repeats. */
const HIDDEN = '[hidden]';

/** The secrets that the requests of this moment carry; empty ones do not count. */
export type Secrets = () => readonly string[];

/**
 * The port without the secrets that an answer repeats. Some services quote the refused key, or show
 * all headers of a request; so the key would get into messages, executions and logs. Files stay as
 * they are.
 */
export function withoutEcho(http: Http, secrets: Secrets): Http {
	return async (request) => {
		const answer = await http(request);
		const body = typeof answer.body === 'string' ? hide(answer.body, secrets()) : answer.body;
		return { ...answer, headers: hiddenIn(answer.headers, secrets()), body };
	};
}

/** The same for answers that arrive piece by piece. */
export function withoutEchoInStream(http: StreamHttp, secrets: Secrets): StreamHttp {
	return async (request) => {
		const answer = await http(request);
		const known = secrets().filter(isGiven);
		const chunks = known.reduce(chunksWithout, answer.chunks);
		return { ...answer, headers: hiddenIn(answer.headers, known), chunks };
	};
}

function hide(text: string, secrets: readonly string[]): string {
	return secrets.filter(isGiven).reduce((seen, secret) => seen.replaceAll(secret, HIDDEN), text);
}

function hiddenIn(
	headers: Record<string, string>,
	secrets: readonly string[],
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, hide(value, secrets)]),
	);
}

/** Holds back what may be the beginning of the secret until the next characters are known. */
async function* chunksWithout(
	chunks: AsyncIterable<Uint8Array>,
	secret: string,
): AsyncGenerator<Uint8Array> {
	const wanted = Buffer.from(secret);
	let held: Uint8Array = new Uint8Array();
	for await (const chunk of chunks) {
		const bytes = Buffer.concat([held, chunk]);
		let start = 0;
		for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, start)) {
			if (at > start) yield bytes.subarray(start, at);
			yield Buffer.from(HIDDEN);
			start = at + wanted.length;
		}
		const rest = bytes.subarray(start);
		const end = rest.length - lengthOfBeginning(rest, wanted);
		if (end > 0) yield rest.subarray(0, end);
		held = rest.subarray(end);
	}
	if (held.length > 0) yield held;
}

/** How many bytes at the end may be the first ones of the secret. */
function lengthOfBeginning(bytes: Buffer, wanted: Buffer): number {
	for (let length = Math.min(bytes.length, wanted.length - 1); length > 0; length--) {
		if (bytes.subarray(-length).equals(wanted.subarray(0, length))) return length;
	}
	return 0;
}

/** Fewer characters may occur by chance. */
const SHORTEST = 6;

function isGiven(secret: string): boolean {
	return secret.length >= SHORTEST;
}
