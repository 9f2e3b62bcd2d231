import type { Answer } from '../../../vivi/chat/answer';
import { readBatchAnswer } from '../../../vivi/chat/batch-answer';
import { ViviApiError } from '../../../vivi/http/api-error';

const declined = (reason: string, threadId: string) =>
	new ViviApiError({ code: 'declined', message: `${threadId}: ${reason}`, hint: '' });
const readFor = (threadIds: string[], body: unknown) =>
	readBatchAnswer(JSON.stringify(body), threadIds, declined);
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

it('cannot tell answers apart when one thread has more of them than messages', () => {
	const list = ['a', 'a'].map((threadId) => ({ threadId, text: 'x' }));
	expect(read(list).answers).toBeUndefined();
});

it('tells the declined ones from the others', () => {
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
