import { ViviInputError } from '../../../vivi/errors';
import { isLoopback, parseServiceUrl } from '../../../vivi/address/service-url';

const parse = (value: string) => parseServiceUrl(value, 'baseUrl', 'Base URL');

it.each([
	'https://api.vivi.bot',
	' https://h.example:8443/v1/ ',
	'http://localhost:3000',
	'http://127.0.0.1',
	'http://[::1]:3000',
])('accepts %j', (value) => expect(parse(value).href).toContain(value.trim()));

it.each([
	['', 'not a web address'],
	['api.vivi.bot', 'not a web address'],
	['http://api.vivi.bot', 'not use https'],
	['http://127.0.0.1.evil.example', 'not use https'],
	['http://localhost.evil.example', 'not use https'],
	['file:///etc/passwd', 'not use https'],
	['https://me:hunter2@api.vivi.bot', 'user name or password'],
	['https://api.vivi.bot/#hunter2', '# part'],
	['https://api.vivi.bot/#', '# part'],
	['https://api.vivi.bot/?key=hunter2', '? part'],
	['https://api.vivi.bot?', '? part'],
])('refuses %j, naming the field and not the value', (value, message) => {
	expect(() => parse(value)).toThrow(
		expect.objectContaining({ code: 'invalid_url', field: 'baseUrl' }),
	);
	expect(() => parse(value)).toThrow(`'Base URL'`);
	expect(() => parse(value)).toThrow(message);
	expect(() => parse(value)).not.toThrow(/hunter2/);
});

it('lets the token URL have a query', () => {
	const url = 'https://auth.vivi.bot/token?tenant=a';
	expect(parseServiceUrl(url, 'tokenUrl', 'Token URL').href).toBe(url);
});

it('refuses what is no text', () =>
	expect(() => parse(undefined as unknown as string)).toThrow(ViviInputError));

test('isLoopback means this machine only', () => {
	expect(
		['localhost', '127.9.9.9', '[::1]', '10.0.0.1', 'x.localhost.example'].map(isLoopback),
	).toEqual([true, true, true, false, false]);
});
