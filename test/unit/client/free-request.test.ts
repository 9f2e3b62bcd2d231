import fc from 'fast-check';
import { isBodiless, readFreeRequest, readMethod } from '../../../vivi/client/free-request';
import { ViviInputError } from '../../../vivi/errors';
import { HTTP_METHODS } from '../../../vivi/http/port';

const blank = { method: 'GET', path: '/x', query: [], headers: [], body: undefined };

/** However a person or an expression writes one of them. */
const spelling = fc.constantFrom(...HTTP_METHODS).chain((method) =>
	fc.record({
		method: fc.constant(method),
		text: fc
			.tuple(
				fc.stringMatching(/^[ \t\r\n]{0,3}$/),
				fc.array(fc.boolean(), { minLength: method.length, maxLength: method.length }),
				fc.stringMatching(/^[ \t\r\n]{0,3}$/),
			)
			.map(
				([before, small, after]) =>
					`${before}${[...method].map((letter, at) => (small[at] ? letter.toLowerCase() : letter)).join('')}${after}`,
			),
	}),
);

describe('readMethod', () => {
	it('knows a method however it is written', () =>
		fc.assert(fc.property(spelling, ({ method, text }) => expect(readMethod(text)).toBe(method))));

	it('gives one of the methods or refuses, whatever comes', () =>
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string()), (given) => {
				try {
					expect(HTTP_METHODS).toContain(readMethod(given));
				} catch (error) {
					expect(error).toBeInstanceOf(ViviInputError);
				}
			}),
		));

	it.each(['FETCH', 'POST GET', 'ＰＯＳＴ', '', ' ', null, undefined, 5, ['GET']])(
		'refuses %j and names the choices',
		(given) =>
			expect(() => readMethod(given)).toThrow(
				expect.objectContaining({
					code: 'unknown_choice',
					field: 'method',
					message: expect.stringMatching(/^'Method' is .*none of its choices\.$/) as string,
					hint: expect.stringContaining('DELETE, GET, HEAD, PATCH, POST, PUT') as string,
				}),
			),
	);
});

describe('readFreeRequest', () => {
	it('refuses a body that is nested too deeply to be written as JSON', () => {
		let body: unknown = 1;
		for (let level = 0; level < 10_000; level++) body = [body];
		expect(() => readFreeRequest({ ...blank, method: 'POST', body })).toThrow(
			expect.objectContaining({
				field: 'body',
				message: expect.stringContaining('nested') as string,
			}),
		);
	});

	it('decides by the method that was meant, not by its spelling', () =>
		fc.assert(
			fc.property(spelling, ({ method, text }) => {
				const read = () => readFreeRequest({ ...blank, method: text, body: '{}' });
				if (isBodiless(method)) {
					expect(read).toThrow(expect.objectContaining({ field: 'body' }));
				} else {
					expect(read()).toMatchObject({ method, body: { body: '{}' } });
				}
			}),
		));

	it.each([
		['Autodetect', undefined],
		['FILE', 'bytes'],
		[' text ', 'text'],
		[undefined, undefined],
	])('understands the response format %j', (responseFormat, responseType) =>
		expect(readFreeRequest({ ...blank, responseFormat }).responseType).toBe(responseType),
	);

	it('refuses a response format that does not exist', () =>
		expect(() => readFreeRequest({ ...blank, responseFormat: 'xml' })).toThrow(
			expect.objectContaining({ field: 'responseFormat' }),
		));

	it('joins the values of a header, and refuses one that is no text', () => {
		const headers = { 'X-List': ['a', 2], 'X-None': null, 'X-Day': new Date(0) };
		expect(readFreeRequest({ ...blank, headers }).headers).toEqual({
			...{ 'X-List': 'a, 2', 'X-None': '', 'X-Day': '1970-01-01T00:00:00.000Z' },
		});
		expect(() => readFreeRequest({ ...blank, headers: { 'X-A': { a: 1 } } })).toThrow(
			expect.objectContaining({ field: 'headers', message: expect.stringContaining("'X-A'") }),
		);
	});

	it.each([5, ['/x'], { path: '/x' }, true])('says of the path %j that it is no text', (path) =>
		expect(() => readFreeRequest({ ...blank, path })).toThrow(
			expect.objectContaining({ field: 'path', message: "'Path' is not text." }),
		),
	);

	it('takes off what shows nothing around the path', () =>
		expect(readFreeRequest({ ...blank, path: '\u200b/x \ufeff' }).path).toBe('/x'));
});
