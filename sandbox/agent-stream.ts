import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelStyle } from './channels';

/** A channel's error for an agent whose run has failed. */
export const AGENT_FAILED = {
	code: 'agent_failed',
	message: 'The agent could not complete its answer.',
};

export const STREAM_TYPES = {
	sse: 'text/event-stream; charset=utf-8',
	ndjson: 'application/x-ndjson; charset=utf-8',
	raw: 'text/plain; charset=utf-8',
} as const;

/** An answer in pieces, in that stream format. */
export function encodeStream(
	format: ChannelStyle['stream'],
	text: string,
	threadId: string,
): Array<string | Buffer> {
	// A long answer has about 200 pieces at most, so that its stream does not take too long.
	const size = Math.max(1, Math.ceil([...text].length / 200 / 8)) * 8;
	const tokens = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
	const end = { type: 'end', threadId };
	switch (format) {
		case 'sse':
			return [
				...tokens.map((content) => `data: ${JSON.stringify({ type: 'token', content })}\n\n`),
				`event: end\ndata: ${JSON.stringify(end)}\n\n`,
			];
		case 'ndjson':
			return [
				...tokens.map((content) => `${JSON.stringify({ type: 'token', content })}\n`),
				`${JSON.stringify(end)}\n`,
			];
		case 'raw': {
			// Cut by bytes on purpose: a character may be split between two pieces.
			const bytes = Buffer.from(text);
			const step = size + 3;
			return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
				bytes.subarray(index * step, (index + 1) * step),
			);
		}
	}
}

/** Begins to answer, then sends an error. Plain text has no form for an error, so the stream breaks off. */
export function* brokenStream(format: ChannelStyle['stream']): Generator<string> {
	const [first = ''] = encodeStream(format, 'Let me', '');
	yield String(first);
	const event = { type: 'error', error: AGENT_FAILED };
	switch (format) {
		case 'sse':
			return yield `event: error\ndata: ${JSON.stringify(event)}\n\n`;
		case 'ndjson':
			return yield `${JSON.stringify(event)}\n`;
		case 'raw':
			throw new Error('The agent broke off.');
	}
}

/** The pieces, so many milliseconds apart. */
export async function* paced(
	pieces: AsyncIterable<string | Buffer>,
	delayMs: number,
): AsyncGenerator<Buffer> {
	for await (const piece of pieces) {
		if (delayMs > 0) await sleep(delayMs, undefined, { ref: false });
		yield Buffer.from(piece);
	}
}
