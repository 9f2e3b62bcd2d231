import fc from 'fast-check';
import { checkHeaders, typedHeaders, userHeader } from '../../../vivi/client/headers';

describe('checkHeaders', () => {
	it('lowers names and trims values', () => {
		expect(checkHeaders({ 'X-Trace': ' a b\t' })).toEqual({ 'x-trace': 'a b' });
	});

	const RESERVED = [
		...['Authorization', 'Proxy-Authorization', 'Cookie', 'Cookie2'],
		...['Host', 'Content-Length', 'Transfer-Encoding', 'Connection', 'Proxy-Connection'],
		...['Keep-Alive', 'TE', 'Trailer', 'Upgrade', 'HTTP2-Settings', 'Expect'],
		...['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'],
		...['X-Original-URL', 'X-Original-Method', 'X-Original-URI', 'X-Rewrite-URL'],
		...['Forwarded', 'Via', 'X-Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host'],
		...['X-Forwarded-Proto', 'X-Forwarded-Prefix', 'X-Real-IP', 'True-Client-IP', 'X-Host'],
	];

	it('refuses what would make the call another one, however it is written', () =>
		fc.assert(
			fc.property(
				fc.constantFrom(...RESERVED),
				fc.constantFrom('', ' ', '\t'),
				fc.infiniteStream(fc.boolean()),
				fc.constantFrom('-', '_'),
				(name, blank, small, dash) => {
					const text = [...name]
						.map((sign) => (small.next().value ? sign.toLowerCase() : sign.toUpperCase()))
						.join('')
						.replace(/-/g, dash);
					expect(() => checkHeaders({ 'X-A': '1', [`${blank}${text}`]: 'hunter2' })).toThrow(
						expect.objectContaining({
							code: 'invalid_header',
							field: 'headers',
							message: `The header '${text.toLowerCase()}' cannot be set here.`,
							hint: expect.stringMatching(/^(Only|It).*\. Remove the header\.$/) as string,
						}),
					);
				},
			),
		));

	it.each(['Content-Type', 'Accept', 'If-Match', 'Idempotency-Key', 'X-Trace', 'X-Method-Of-Use'])(
		'leaves %s to the person',
		(name) => expect(checkHeaders({ [name]: 'a' })).toEqual({ [name.toLowerCase()]: 'a' }),
	);

	it('lets nothing but printable signs of Latin-1 through, and no name that is none', () =>
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.string({ unit: fc.constantFrom('a', ' ', '\r', '\n', '\0', '\u007f', 'é', '\u2028') }),
				(name, value) => {
					let checked: Record<string, string> = {};
					try {
						checked = checkHeaders({ [name]: value });
					} catch (error) {
						expect(error).toMatchObject({ code: 'invalid_header', field: 'headers' });
					}
					for (const [sentName, sent] of Object.entries(checked)) {
						expect(() => new Headers([[sentName, sent]])).not.toThrow();
						expect(sent).toMatch(/^[\t\u0020-\u007e\u0080-\u00ff]*$/);
					}
				},
			),
		));

	it.each([
		['X-A\r\nHost', 'x'],
		['X A', 'x'],
		['', 'x'],
		['X-A', 'hunter2\r\nHost: evil'],
		['X-A', 'hunter2\n'],
		['X-A', 'hunter2\0'],
		['X-A', 'hunter2 ☃'],
	])('refuses %j: %j without repeating the value', (name, value) => {
		expect(() => checkHeaders({ [name]: value })).toThrow(/header/);
		expect(() => checkHeaders({ [name]: value })).not.toThrow(/hunter2/);
	});
});

describe('userHeader', () => {
	it('names the user for an account key', () =>
		expect(userHeader(' usr_1 ', 'account')).toEqual({ 'x-user-id': 'usr_1' }));

	it.each([undefined, '', '  '])('is absent for %p', (userId) =>
		expect(userHeader(userId, 'workspace')).toEqual({}),
	);

	it.each([
		['a workspace key', 'usr_1', 'workspace' as const, 'user_id_needs_account_key'],
		['line breaks', 'usr\r\nX: y', 'account' as const, 'invalid_user_id'],
	])('refuses %s', (_, userId, keyType, code) =>
		expect(() => userHeader(userId, keyType)).toThrow(
			expect.objectContaining({ code, field: 'userId' }),
		),
	);
});

describe('typedHeaders', () => {
	it.each(['X-User-Id', 'x_user_id'])('holds %s to the rules of its option', (name) => {
		expect(typedHeaders({ [name]: 'usr_1' }, 'account')).toEqual({ 'x-user-id': 'usr_1' });
		expect(typedHeaders({ [name]: 'usr_1' }, 'account', 'usr_1')).toEqual({ 'x-user-id': 'usr_1' });
		expect(typedHeaders({ [name]: '' }, 'account')).toEqual({});
		expect(() => typedHeaders({ [name]: 'usr_1' }, 'workspace')).toThrow(
			expect.objectContaining({ code: 'user_id_needs_account_key' }),
		);
		expect(() => typedHeaders({ [name]: 'usr_1' }, 'account', 'usr_2')).toThrow(
			/another user than the option 'Act on Behalf Of \(User ID\)'/,
		);
	});
});
