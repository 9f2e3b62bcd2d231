import type { Answer } from '../../../vivi/chat/answer';
import { readBatchAnswer } from '../../../vivi/chat/batch-answer';
import { ViviApiError } from '../../../vivi/errors';

const errors = {
	declined: (reason: string, threadId: string) =>
		new ViviApiError({ code: 'declined', message: `${threadId}: ${reason}`, hint: '' }),
	unanswered: (threadId: string) =>
		new ViviApiError({ code: 'unanswered', message: threadId, hint: '' }),
};
const readFor = (threadIds: string[], body: unknown) =>
	readBatchAnswer(JSON.stringify(body), threadIds, errors);
const read = (body: unknown) => readFor(['a', 'b'], body);
const texts = (body: unknown) =>
	(read(body).answers as Answer[] | undefined)?.map(({ threadId, text }) => [threadId, text]);

it.each([
	['a bare list', ['1', '2']],
	['responses', { responses: [{ response: '1' }, { response: '2' }] }],
	['results in an envelope', { data: { results: [{ answer: '1' }, { answer: '2' }] } }],
	[
		'another order',
		[
			{ threadId: 'b', text: '2' },
			{ threadId: 'a', text: '1' },
		],
	],
])('reads %s', (_, body) => {
	expect(texts(body)).toEqual([
		['a', '1'],
		['b', '2'],
	]);
});

it.each([
	['all of one thread', 'a a', 'a1 a2', 'a1 a2'],
	['another order, one thread twice', 'a a b', 'b1 a1 a2', 'a1 a2 b1'],
	['another order, one without its thread', 'a b', 'b1 ?1', '?1 b1'],
	['threads of their own', 'a b', 'x1 y1', 'x1 y1'],
])('never gives one thread the answer to another: %s', (_, threads, given, expected) => {
	const list = given.split(' ').map((text) => ({
		...(text.startsWith('?') ? {} : { threadId: text[0] }),
		text,
	}));
	const { answers } = readFor(threads.split(' '), list);
	expect((answers as Answer[]).map(({ text }) => text)).toEqual(expected.split(' '));
});

it.each([
	['thread_id', (id: string) => ({ thread_id: id })],
	['thread', (id: string) => ({ thread: id })],
	['an object', (id: string) => ({ thread: { id } })],
	['capitals', (id: string) => ({ threadId: id.toUpperCase() })],
])('knows the thread that an answer names by %s', (_, name) => {
	const list = ['b', 'a'].map((id) => ({ ...name(id), text: `${id}1` }));
	expect(texts(list)).toEqual([
		['a', 'a1'],
		['b', 'b1'],
	]);
});

it('takes IDs that differ in capitals alone for two threads', () => {
	const list = ['a', 'A'].map((threadId) => ({ threadId, text: `${threadId}1` }));
	const { answers } = readFor(['A', 'a'], list);
	expect((answers as Answer[]).map(({ text }) => text)).toEqual(['A1', 'a1']);
});

it.each([
	['c a', 'a1 unanswered c1'],
	['b', 'unanswered b1 unanswered'],
])('names the messages without an answer where only %s have one', (given, expected) => {
	const list = given.split(' ').map((threadId) => ({ threadId, text: `${threadId}1` }));
	const { answers } = readFor(['a', 'b', 'c'], list);
	expect(
		answers?.map((answer) => (answer instanceof ViviApiError ? answer.code : answer.text)),
	).toEqual(expected.split(' '));
});

it('cannot assign fewer answers when one of them names no thread', () => {
	expect(readFor(['a', 'b', 'c'], [{ threadId: 'a', text: '1' }, { text: '2' }]).answers).toBe(
		undefined,
	);
});

it('cannot assign answers when one thread has more of them than messages', () => {
	const list = ['a', 'a'].map((threadId) => ({ threadId, text: 'x' }));
	expect(read(list).answers).toBeUndefined();
});

it('distinguishes the declined ones from the others', () => {
	const { answers } = read([
		{ threadId: 'b', error: { message: 'Too long' } },
		{ threadId: 'a', text: '1' },
	]);
	expect(answers).toMatchObject([{ text: '1' }, { code: 'declined', message: 'b: Too long' }]);
});

it.each([[['1']], [{ accepted: 2 }], ['queued'], [{ responses: 2 }]])(
	'hands over %j when it cannot tell the answers apart',
	(body) => {
		expect(read(body)).toEqual({ answers: undefined, raw: body });
	},
);
