import { readBatchAnswer } from '../../../vivi/chat/batch-answer';

const read = (body: unknown) => readBatchAnswer(JSON.stringify(body), ['a', 'b']);
const texts = (body: unknown) => read(body).answers?.map(({ threadId, text }) => [threadId, text]);

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
	const { answers } = readBatchAnswer(JSON.stringify(list), threads.split(' '));
	expect(answers?.map(({ text }) => text)).toEqual(expected.split(' '));
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
	expect(answers).toMatchObject([
		{ text: '1' },
		{ threadId: 'b', text: null, declined: 'Too long' },
	]);
	expect(answers?.[0]).not.toHaveProperty('declined');
});

it.each([[['1']], [{ accepted: 2 }], ['queued'], [{ responses: 2 }]])(
	'hands over %j when it cannot tell the answers apart',
	(body) => {
		expect(read(body)).toEqual({ answers: undefined, raw: body });
	},
);
