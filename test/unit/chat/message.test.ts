import { messageBody } from '../../../vivi/chat/message';

it('sends what was filled in, unchanged', () => {
	const message = '  Grüezi 👋\n{{ $json.name }}  ';
	expect(messageBody({ message, threadId: 't', userId: ' ', attachedFiles: [] })).toEqual({
		message,
		threadId: 't',
	});
	expect(
		messageBody({
			message: 42 as unknown as string,
			threadId: 't',
			userId: ' u ',
			attachedFiles: ['https://files.example/a.pdf'],
		}),
	).toEqual({
		message: '42',
		threadId: 't',
		userId: 'u',
		attachedFiles: ['https://files.example/a.pdf'],
	});
});

it.each([
	[{ message: ' \n' }, 'missing_message'],
	[{ message: '\u200b\ufeff' }, 'missing_message'],
	[{ message: undefined }, 'missing_message'],
	[{ message: { a: 1 } }, 'invalid_value'],
])('refuses %j', (part, code) => {
	const whole = { message: 'Hi', threadId: 't', ...(part as object) } as Parameters<
		typeof messageBody
	>[0];
	expect(() => messageBody(whole)).toThrow(expect.objectContaining({ code }));
});
