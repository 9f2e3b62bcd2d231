import { conversationOf, headersThatMatter } from '../../../vivi/tool/conversation';
import { isLocalHost } from '../../../vivi/tool/local-host';
import { readBody, readCall } from '../../../vivi/tool/read-call';
import { checkPath } from '../../../vivi/tool/read-path';
import { readTool } from '../../../vivi/tool/read-tool';
import { readToolSecret, refuseStranger } from '../../../vivi/tool/secret';
import type { ToolField } from '../../../vivi/tool/tool';

const FORM = {
	name: 'look_up',
	description: 'Looks up',
	answer: '',
	answersWith: 'record' as const,
};

/** A call with one value, read against a field of that type. */
function read(type: ToolField['type'], value: unknown, choices = 'Small\nLARGE\nlarge') {
	const tool = readTool({ ...FORM, fields: [{ name: 'f', type, choices, required: false }] });
	const call = readCall({ f: value }, tool);
	return 'status' in call ? call.body.fields![0]!.problem : call.input['f'];
}

it.each<[ToolField['type'], unknown, unknown]>([
	['text', 42, '42'],
	['number', '3.5', 3.5],
	['number', ' 7 ', 7],
	['boolean', 'True', true],
	['choice', 'small', 'Small'],
	['choice', 'large', 'large'],
	['choice', 'LARGE', 'LARGE'],
	['date', '2024-02-29', '2024-02-29'],
	['date', '2026-11-30T08:00:00+01:00', '2026-11-30T08:00:00+01:00'],
	['list', ['a', 1], ['a', '1']],
	['json', [{ a: null }], [{ a: null }]],
	['number', '-1.5e3', -1500],
	['number', '123456789012345680000', 123456789012345680000],
	['text', null, undefined],
	['number', '', undefined],
])('a %s takes %j as %j', (type, value, expected) => {
	expect(read(type, value)).toEqual(expected);
});

it('takes what is nested without end, or refuses it in words', () => {
	const deep = (): unknown => JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
	expect(JSON.stringify(read('json', deep())).length).toBeLessThan(300_000);
	expect(read('text', deep())).toMatch(/^must be a text, but it was \[\[/);
	expect(read('boolean', deep())).toMatch(/^must be true or false/);
	expect(read('choice', deep())).toMatch(/^must be one of/);
});

it.each<[ToolField['type'], unknown, string]>([
	['text', ['a'], 'must be a text, but it was ["a"]'],
	['number', 'three', 'must be a number, but it was "three"'],
	['number', ' ', 'must be a number, but it was " "'],
	['number', [1], 'must be a number, but it was [1]'],
	['number', '0x10', 'must be a number, but it was "0x10"'],
	['number', Infinity, 'must be a number, but it was Infinity'],
	[
		'number',
		'1152921504606846976',
		'must be a number of at most 15 digits, since more are rounded, but it was "1152921504606846976"',
	],
	['boolean', [true], 'must be true or false, but it was [true]'],
	[
		'boolean',
		{ toString: 1, valueOf: 1 },
		'must be true or false, but it was {"toString":1,"valueOf":1}',
	],
	['choice', { toString: 1 }, 'must be one of Small, LARGE, large, but it was {"toString":1}'],
	['date', '2026-11-30T', 'must be a date such as 2026-11-30, but it was "2026-11-30T"'],
	['boolean', 1, 'must be true or false, but it was 1'],
	['choice', 'medium', 'must be one of Small, LARGE, large, but it was "medium"'],
	['choice', ['Small'], 'must be one of Small, LARGE, large, but it was ["Small"]'],
	['date', '2026-02-30', 'must be a date such as 2026-11-30, but it was "2026-02-30"'],
	['date', 'tomorrow', 'must be a date such as 2026-11-30, but it was "tomorrow"'],
	['list', 'a, b', 'must be a list of texts such as ["a", "b"], but it was "a, b"'],
	['list', [{}], 'must be a list of texts such as ["a", "b"], but it was [{}]'],
	['text', { a: 'x'.repeat(500) }, `must be a text, but it was {"a":"${'x'.repeat(74)}…`],
])('a %s refuses %j', (type, value, problem) => {
	expect(read(type, value)).toBe(problem);
});

it('a body is read from its text, with all digits', () => {
	const tool = readTool({ ...FORM, fields: [{ name: 'order', type: 'text', required: true }] });
	const order = '1152921504606846977';
	expect(readCall(readBody(`\ufeff{"order":${order}}`), tool)).toMatchObject({ input: { order } });
	for (const text of ['null', '7', 'order=A-1', '[]', '{"order":']) {
		expect(readCall(readBody(text), tool)).toMatchObject({
			body: { message: 'Send a JSON object with the fields of look_up (order).' },
		});
	}
	expect(readCall(readBody(' '), tool)).toMatchObject({ body: { fields: [{ field: 'order' }] } });
});

it.each(['', 'orders', '/tools/look-up-order/', 'v1.2/a~b'])('the path %j is taken', (path) =>
	expect(() => checkPath(path)).not.toThrow(),
);

it.each([
	'a?b=c',
	'a#b',
	'orders/:id',
	':id',
	'{id}',
	'a b',
	'a//b',
	'../a',
	'./a',
	'a%20b',
	'ü',
	'//',
])('the path %j is refused', (path) =>
	expect(() => checkPath(path)).toThrow(expect.objectContaining({ field: 'Path' })),
);

it('what is not a field of the tool is kept apart', () => {
	const tool = readTool({ ...FORM, fields: [] });
	const body = JSON.parse('{"threadId":"t1","__proto__":{"a":1}}') as unknown;
	const call = readCall(body, tool) as { other: object };
	expect(Object.keys(call.other)).toEqual(['threadId', '__proto__']);
	expect(readCall('', tool)).toEqual({ input: {}, other: {} });
});

it.each([
	[{ name: 'look up' }, 'Tool Name', "cannot be 'look up'"],
	[{ name: ' ' }, 'Tool Name', 'is empty'],
	[{ description: '' }, 'Tool Description', 'is empty'],
	[{ fields: [{ name: 'a b', type: 'text' }] }, 'Field Name', "cannot be 'a b'"],
	[{ fields: [{ name: '__proto__', type: 'text' }] }, 'Field Name', '__proto__'],
	[{ fields: [{ name: 'a' }, { name: 'a' }] }, 'Fields', "'a'"],
	[
		{ fields: [{ name: 'a', type: 'choice', choices: ' \n' }] },
		'Possible Values',
		'no possible values',
	],
	[{ fields: [{ name: 'a', type: 'file' }] }, 'Field Type', "'file'"],
	[{ fields: [{ name: 'a', type: { toString: 1 } }] }, 'Field Type', '{"toString":1}'],
	[{ fields: { name: 'a' } }, 'Fields', 'no list'],
	[{ fields: 'a, b' }, 'Fields', 'no list'],
	[{ fields: [{ name: 'a', required: 'perhaps' }] }, 'Required', "'a'"],
	[{ fields: [{ name: ['a'] }] }, 'Field Name', 'no text'],
	[{ description: { text: 'a' } }, 'Tool Description', 'no text'],
	[{ fields: [{ name: 'a', type: 'choice', choices: ['x', {}] }] }, 'Possible Values', 'no text'],
])('a tool filled in as %j is refused', (change, field, said) => {
	const form = { ...FORM, fields: [], ...change };
	expect(() => readTool(form)).toThrow(
		expect.objectContaining({ field, message: expect.stringContaining(said) as string }),
	);
});

it('an expression may give texts for what is switched, and one value or many', () => {
	const field = { name: 'a', type: 'choice', choices: ['x', 'y\nz'], required: ' TRUE ' };
	const { fields } = readTool({ ...FORM, fields: [field] });
	expect(fields).toEqual([expect.objectContaining({ choices: ['x', 'y', 'z'], required: true })]);
});

const SECRET = 'a-secret-of-this-test';

it.each([
	[{ headerName: 'X-Tool-Secret', secret: 'short' }, 'secret'],
	[{ headerName: 'X-Tool-Secret', secret: 'a secret with blanks in it' }, 'secret'],
	[{ headerName: 'X-Tool-Secret', secret: 'ein-schönes-langes-geheimnis' }, 'secret'],
	[{ headerName: 'Content-Type', secret: SECRET }, 'headerName'],
	[{ headerName: 'X Tool', secret: SECRET }, 'headerName'],
	[{ headerName: '', secret: SECRET }, 'headerName'],
	[{}, 'headerName'],
])('a secret entered as %j is refused', (entered, field) => {
	expect(() => readToolSecret(entered)).toThrow(expect.objectContaining({ field }));
});

it('only who sends the secret is let in', () => {
	const secret = readToolSecret({ headerName: ' X-Tool-Secret ', secret: `${SECRET}\n` });
	const call = (headers: Record<string, unknown>) => refuseStranger(headers, secret);
	expect(call({ 'x-tool-secret': SECRET })).toBeUndefined();
	for (const headers of [
		{},
		{ 'x-tool-secret': '' },
		{ 'x-tool-secret': SECRET.slice(1) },
		{ 'x-tool-secret': [SECRET] },
		{ authorization: SECRET },
	]) {
		const refused = call(headers)!;
		expect(refused.status).toBe(401);
		expect(JSON.stringify(refused)).not.toContain(SECRET);
	}
});

it('the conversation is found where a call may name it', () => {
	const found = (headers: object, other = {}) =>
		conversationOf({ ...headers }, other, 'X-Tool-Secret');
	expect(found({ 'x-vivi-thread-id': 't1' })).toBe('t1');
	expect(found({ 'x-conversation-id': 't2' })).toBe('t2');
	expect(found({ 'x-conversation-id': 't2' }, { threadId: 't3' })).toBe('t3');
	expect(found({ 'user-agent': 'a' }, { session: 's', threadId: 7 })).toBeNull();
	// A header of this name may hold the secret, which must not get into executions.
	expect(conversationOf({ 'x-session-id': SECRET }, {}, 'X-Session-Id')).toBeNull();
});

it('no header that may hold a secret is handed on', () => {
	const headers = {
		...{ 'user-agent': 'agent', 'x-vivi-agent-id': 'agt_1', 'x-tool-secret': SECRET },
		...{ authorization: 'Bearer x', cookie: 'a=b', 'x-vivi-api-key': 'k', 'x-vivi-token': 't' },
	};
	const kept = { 'user-agent': 'agent', 'x-vivi-agent-id': 'agt_1' };
	expect(headersThatMatter(headers, 'X-Tool-Secret')).toEqual(kept);
	expect(headersThatMatter({ 'x-vivi-tool': SECRET }, 'X-Vivi-Tool')).toEqual({});
});

it.each([
	...['localhost', '127.0.0.1', '10.1.2.3', '192.168.0.5', '172.20.0.1', '169.254.1.1', '[::1]'],
	...['[fd00::1]', '[fe80::1]', 'n8n', 'n8n.local', 'n8n.internal'],
])('%s cannot be reached from outside', (host) => expect(isLocalHost(host)).toBe(true));

it.each(['n8n.example.com', '8.8.8.8', '172.32.0.1', '[2001:db8::1]', 'localhost.example.com'])(
	'%s may be reached from outside',
	(host) => expect(isLocalHost(host)).toBe(false),
);
