import fc from 'fast-check';
import { AnswerStream } from '../../../vivi/chat/answer-stream';

/** What a stream of these pieces leads to. */
function read(pieces: readonly Uint8Array[], contentType: string) {
	const stream = new AnswerStream(contentType);
	const texts = pieces.map((piece) => stream.push(piece));
	const { answer, newText } = stream.end('t');
	return { answer, passedOn: [...texts, newText].join('') };
}
const whole = (body: string, contentType = '') => read([Buffer.from(body)], contentType);

/** The bytes of a text, cut at any places, within characters too. */
const cut = (text: string, cuts: readonly number[]) => {
	const bytes = Buffer.from(text);
	const places = [...new Set(cuts.map((place) => place % (bytes.length + 1)))].sort(
		(a, b) => a - b,
	);
	return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
};

const token = (content: string) => ({ type: 'token', content });
const sse = (events: unknown[], end = '\n') =>
	events.map((event) => `data: ${JSON.stringify(event)}${end}${end}`).join('');
const ndjson = (events: unknown[], end = '\n') =>
	events.map((event) => JSON.stringify(event) + end).join('');
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const lineEnd = fc.constantFrom('\n', '\r\n');

const ENCODINGS = {
	sse: { encode: sse, types: ['text/event-stream; charset=utf-8', 'application/octet-stream', ''] },
	ndjson: { encode: ndjson, types: ['application/x-ndjson', 'application/json', ''] },
};

describe.each(Object.entries(ENCODINGS))('%s', (format, { encode, types }) => {
	it('joins the text, however the bytes are cut', () =>
		fc.assert(
			fc.property(
				fc.array(text, { minLength: 2, maxLength: 8 }),
				lineEnd,
				fc.constantFrom(...types),
				fc.array(fc.nat(400), { maxLength: 40 }),
				(texts, end, type, cuts) => {
					const last = { type: 'end', threadId: 't', usage: 3 };
					const body = encode([{ type: 'start' }, ...texts.map(token), last], end);
					const { answer, passedOn } = read(cut(body, cuts), type);
					expect(answer).toEqual({
						text: texts.join(''),
						structuredOutput: null,
						threadId: 't',
						raw: { format, events: [{ type: 'start' }, last] },
					});
					expect(passedOn).toBe(answer.text);
				},
			),
		));
});

const anyType = fc.constantFrom(
	'text/event-stream',
	'application/x-ndjson',
	'application/json',
	'text/plain',
	'',
);
const anyBody = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc
		.array(
			fc.constantFrom(
				...[
					'data: ',
					'event: error\n',
					'id: 1\n',
					'\r',
					'\n',
					'\r\n',
					'\uFEFF',
					'[DONE]',
					'{',
					'}',
				],
				...[
					'{"content":"é"}',
					'{"type":"end","answer":"👋"}',
					'{"error":"x"}',
					'"a"',
					'[1]',
					'x',
					' ',
				],
			),
			{ maxLength: 14 },
		)
		.map((parts) => parts.join('')),
);

it('drops one byte order mark, however the bytes are cut', () => {
	const body = Buffer.from('\ufeff\ufeffHi');
	const bytes = [...body].map((byte) => Uint8Array.of(byte));
	for (const pieces of [[body], bytes]) expect(read(pieces, '').answer.text).toBe('\ufeffHi');
});

it('gives the same for any body, whole or byte by byte', () =>
	fc.assert(
		fc.property(anyBody, anyType, fc.array(fc.nat(200)), (body, type, cuts) => {
			const expected = whole(body, type);
			expect(read(cut(body, cuts), type)).toEqual(expected);
			expect(
				read(
					[...Buffer.from(body)].map((byte) => Uint8Array.of(byte)),
					type,
				),
			).toEqual(expected);
			expect(expected.passedOn).toBe(expected.answer.text ?? '');
		}),
		{ numRuns: 500 },
	));

it('hands plain text on as it comes, without half characters', () => {
	const stream = new AnswerStream('text/plain');
	const [first, second] = cut('Grüße 👋', [10]) as [Buffer, Buffer];
	expect(stream.push(first)).toBe('Grüße ');
	expect(stream.push(second)).toBe('👋');
	expect(stream.end('t')).toMatchObject({ newText: '', answer: { text: 'Grüße 👋' } });
});

it.each([
	[
		'names of events',
		'event: metadata\ndata: {"run":1}\n\nevent: data\ndata: "Hi"\n\nevent: end\n\n',
		'Hi',
	],
	['plain data', 'data: Hi\n\ndata:  there\n\n', 'Hi there'],
	['data over several lines', 'data: Hi\ndata: there\n\n', 'Hi\nthere'],
	['words that are JSON by chance', 'data: 42\n\ndata: true\n\n', '42true'],
	['comments and the sign of the end', ': ping\ndata: Hi\n\ndata: [DONE]\n\n', 'Hi'],
	[
		'deltas',
		'data: {"choices":[{"delta":{"content":"H"}}]}\n\ndata: {"choices":[{"delta":{"content":"i"}}]}\n\n',
		'Hi',
	],
	['no blank line at the end', 'data: Hi', 'Hi'],
	[
		'the whole answer once more at the end',
		sse([token('H'), token('i'), { type: 'final', answer: 'Hi' }]),
		'Hi',
	],
	[
		'the whole answer at the end only',
		sse([{ type: 'start' }, { type: 'final', answer: 'Hi' }]),
		'Hi',
	],
])('understands events with %s', (_, body, expected) => {
	const { answer, passedOn } = whole(body, 'text/event-stream');
	expect(answer.text).toBe(expected);
	expect(passedOn).toBe(expected);
});

it('understands JSON text sequences (RFC 7464)', () => {
	const body = ndjson([token('H'), token('i')])
		.replace(/^/gm, '\x1e')
		.replace(/\x1e$/, '');
	expect(whole(body, 'application/json-seq').answer.text).toBe('Hi');
});

it.each([
	['Hello {"a":1}', 'Hello {"a":1}'],
	['{"a":1}\n is an example of JSON', '{"a":1}\n is an example of JSON'],
	['{ curly } braces', '{ curly } braces'],
	['dated: today', 'dated: today'],
	['id: 42 is your order number.', 'id: 42 is your order number.'],
	['event: the party\n\ndata: none', 'event: the party\n\ndata: none'],
	['{"text":"an example of an event"}\n', '{"text":"an example of an event"}\n'],
	['', ''],
])('takes %j for text when it is declared so', (body, expected) => {
	expect(whole(body, 'text/plain').answer).toMatchObject({
		text: expected,
		raw: { format: 'raw' },
	});
});

it('reads an answer that is not streamed after all', () => {
	const body = { response: { summary: 's' }, usage: 1 };
	for (const [text, type] of [
		[JSON.stringify(body, null, 2), 'application/json'],
		[JSON.stringify(body), 'application/json'],
		[ndjson([body]), 'application/json'],
		[ndjson([body]), ''],
		[sse([body]), 'text/event-stream'],
	] as const) {
		expect(whole(text, type).answer).toEqual({
			text: null,
			structuredOutput: { summary: 's' },
			threadId: 't',
			raw: body,
		});
	}
});

it.each([
	['event: error\ndata: {"message":"Out of tokens"}\n\n', 'text/event-stream'],
	[sse([token('Hi'), { type: 'error', error: { message: 'Out of tokens' } }]), 'text/event-stream'],
	[ndjson([token('Hi'), { error: 'Out of tokens' }]), 'application/x-ndjson'],
	['{"success":false,"message":"Out of tokens"}', 'application/json'],
])('says that the agent broke off: %j', (body, type) => {
	expect(whole(body, type).answer.failure).toEqual({ reason: 'Out of tokens' });
});

it('does not look at all of a long line with each of its pieces', async () => {
	const long = 'é'.repeat(1_000_000);
	const bytes = Buffer.from(sse([token(long)]));
	const stream = new AnswerStream('text/event-stream');
	for (let at = 0; at < bytes.length; at += 64) {
		stream.push(bytes.subarray(at, at + 64));
		// Lets jest give up on it, as below.
		if (at % 64_000 === 0) await new Promise(setImmediate);
	}
	expect(stream.end('t').answer.text).toBe(long);
});

it.each(['\n', ' ', '{"a":'])(
	'does not look at all of %j that comes byte by byte each time',
	async (unit) => {
		const stream = new AnswerStream('');
		const piece = Buffer.from(unit);
		for (let at = 0; at < 200_000; at++) {
			stream.push(piece);
			// Lets jest give up on it: there is no clock, but looking at all of it takes minutes.
			if (at % 1000 === 0) await new Promise(setImmediate);
		}
		expect(stream.end('t').answer.threadId).toBe('t');
	},
);

it('does not hold back blanks without an end', () => {
	const stream = new AnswerStream('text/plain');
	const blanks = ' '.repeat(1024 * 1024);
	expect(stream.push(Buffer.from(blanks))).toBe(blanks);
});
