import fc from 'fast-check';
import { declinedText, isDeclined, readAnswer } from '../../../vivi/chat/answer';
import { parseJson, type JsonObject, type JsonValue } from '../../../vivi/http/json';

const read = (body: unknown) => readAnswer(JSON.stringify(body), 't');
const said = 'Hello\n 👋 {{ $json.name }}';

it.each<[string, JsonValue]>([
	['a bare text', said],
	['response', { threadId: 'x', response: said }],
	['answer', { message: 'ok', answer: said }],
	['output', { output: said, usage: { tokens: 3 } }],
	['reply', { reply: said }],
	['text', { text: said }],
	['content', { content: said, role: 'assistant' }],
	['message', { message: said }],
	['a chat message', { message: { role: 'assistant', content: said } }],
	['content blocks', { response: { role: 'ai', content: [{ type: 'text', text: said }] } }],
	['an envelope', { success: true, message: 'Success', data: { response: said } }],
	['a result as text', { result: said, id: 1 }],
	['an AI message', { output: { id: 'x', content: said, additional_kwargs: {} } }],
	[
		'messages',
		{
			messages: [
				{ role: 'user', content: 'Hi' },
				{ type: 'ai', content: said },
			],
		},
	],
	['choices', { choices: [{ index: 0, message: { role: 'assistant', content: said } }] }],
	['a list of one', [{ answer: said }]],
])('finds the text in %s', (_, body) => {
	expect(read(body)).toEqual({ text: said, structuredOutput: null, threadId: 't', raw: body });
});

const object = { answer: 'Yes', confidence: 0.9, next: { message: 'x' } };
it.each<[string, JsonValue, JsonValue]>([
	['under a key', { threadId: 'x', response: object }, object],
	['in an envelope', { data: { output: object } }, object],
	['with fields of any name', { output: { text: 'a', type: 'b' } }, { text: 'a', type: 'b' }],
	['as data', { data: { summary: 's' } }, { summary: 's' }],
	['bare', { summary: 's', urgent: true }, { summary: 's', urgent: true }],
])('finds structured output %s', (_, body, structuredOutput) => {
	expect(read(body)).toEqual({ text: null, structuredOutput, threadId: 't', raw: body });
});

it('reads structured output that comes as text', () => {
	expect(read({ response: JSON.stringify(object) })).toMatchObject({
		text: JSON.stringify(object),
		structuredOutput: object,
	});
});

it.each(['plain text', '', '42', 'true', '{ broken'])('keeps the body %j as text', (body) => {
	expect(readAnswer(body, 't')).toEqual({
		text: body,
		structuredOutput: null,
		threadId: 't',
		raw: body,
	});
});

it.each([[[]], [{}], [[1, 2]], [[null]]])('passes %j through', (body) => {
	expect(read(body)).toEqual({ text: null, structuredOutput: null, threadId: 't', raw: body });
});

it('takes any JSON without losing it', () =>
	fc.assert(
		fc.property(
			fc.oneof(fc.object(), fc.array(fc.jsonValue())).map((value) => JSON.stringify(value)),
			(body) => expect(readAnswer(body, 't').raw).toEqual(parseJson(body)),
		),
	));

it.each<[JsonValue, boolean]>([
	[{ error: { message: 'No' } }, true],
	[{ success: false, message: 'No' }, true],
	[{ error: 'warned', answer: 'Yes' }, false],
	[{ response: { error: 'part of the schema' } }, false],
	[{ error: null, message: 'Yes' }, false],
	['error', false],
])('%j is declined: %s', (body, declined) => {
	expect(isDeclined(body)).toBe(declined);
});

it('says why it was declined', () => {
	expect(declinedText({ error: { message: 'No' } })).toBe('No');
	expect(declinedText({ success: false } as JsonObject)).toContain('without a reason');
});
