import { messageBody, readFileUrls } from '../../../vivi/chat/message';

it('sends what was filled in, and that as it is', () => {
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
			attachedFiles: [' https://files.example/a.pdf'],
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
	[{ message: undefined }, 'missing_message'],
	[{ message: { a: 1 } }, 'invalid_message'],
	[{ attachedFiles: ['a.pdf'] }, 'invalid_file_url'],
	[{ attachedFiles: ['javascript:alert(1)'] }, 'invalid_file_url'],
	[{ attachedFiles: [7] }, 'invalid_file_url'],
])('refuses %j', (part, code) => {
	const whole = { message: 'Hi', threadId: 't', ...part } as Parameters<typeof messageBody>[0];
	expect(() => messageBody(whole)).toThrow(expect.objectContaining({ code }));
});

const [one, two] = ['https://files.example/a,b.pdf?x=[1]', 'https://files.example/c.pdf'];
it.each([
	[[one, two]],
	[JSON.stringify([one, two])],
	[`${one}, ${two}`],
	[`${one},${two}`],
	[` ${one}\n${two}\n`],
])('reads the addresses in %j', (given) => {
	expect(readFileUrls(given)).toEqual([one, two]);
});

it.each([[''], ['  '], [undefined], [null], [[]]])('reads no address in %j', (given) => {
	expect(readFileUrls(given)).toEqual([]);
});

it.each([['a.pdf'], [`${'https://files.example/a'} and b`], ['[1, 2]']])(
	'refuses %j for addresses',
	(given) => {
		expect(() => readFileUrls(given)).toThrow(expect.objectContaining({ field: 'attachedFiles' }));
	},
);
