import { checkHeaders, userHeader } from '../../../vivi/client/headers';

describe('checkHeaders', () => {
	it('lowers names and trims values', () => {
		expect(checkHeaders({ 'X-Trace': ' a b\t' })).toEqual({ 'x-trace': 'a b' });
	});

	it.each(['Authorization', ' host ', 'HOST', 'Content-Length', 'Transfer-Encoding'])(
		'refuses to set %s',
		(name) =>
			expect(() => checkHeaders({ [name]: 'hunter2' })).toThrow(
				expect.objectContaining({ code: 'invalid_header', field: 'headers' }),
			),
	);

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
