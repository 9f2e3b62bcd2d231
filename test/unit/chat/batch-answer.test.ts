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

it('goes by position where one thread got several messages', () => {
	const list = [
		{ threadId: 'a', text: '1' },
		{ threadId: 'a', text: '2' },
	];
	const { answers } = readBatchAnswer(JSON.stringify(list), ['a', 'a']);
	expect(answers?.map(({ text }) => text)).toEqual(['1', '2']);
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
