import { threadIdFor, uuidV5 } from '../../../vivi/chat/thread-id';
import { ViviInputError } from '../../../vivi/errors';
import { thrown } from '../../support/thrown';

const byKey = (key: unknown, channelId = 'chn_1') => threadIdFor({ mode: 'key', key }, channelId);

it('is the UUIDv5 of RFC 9562', () => {
	// The example of its appendix A.4.
	expect(uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
		'2ed6657d-e927-568b-95e1-2665a8aea6a2',
	);
});

it.each([
	['+49 170 1234567', 'fdf4e1e0-d399-5fa1-b8a0-3b6bf0fde41f'],
	['jürgen@example.com', '66efc150-2ebd-535d-9652-25ef0e28a761'],
])('the key %s leads to the same thread for ever', (key, expected) => {
	expect(byKey(key)).toBe(expected);
});

it('does not mind how a key is written down, but minds what it says', () => {
	expect(byKey(' ju\u0308rgen@example.com\n', ' chn_1')).toBe(byKey('jürgen@example.com'));
	expect(byKey(4917012)).toBe(byKey('4917012'));
	expect(byKey('+4917012')).not.toBe(byKey('4917012'));
	expect(byKey('4917012', 'chn_2')).not.toBe(byKey('4917012'));
});

it('takes an ID as it is', () => {
	expect(threadIdFor({ mode: 'id', id: ' conversation 7 ' }, 'c')).toBe('conversation 7');
});

it('gives each new conversation an ID of its own', () => {
	const [one, two] = [threadIdFor({ mode: 'new' }, 'c'), threadIdFor({ mode: 'new' }, 'c')];
	expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	expect(one).not.toBe(two);
});

it.each([undefined, null, '', '  ', {}, [], 0.5, 2 ** 60])('refuses %p', (value) => {
	expect(thrown(() => byKey(value))).toMatchObject({ field: 'threadKey' });
	const byId = thrown(() => threadIdFor({ mode: 'id', id: value }, 'c'));
	expect(byId).toBeInstanceOf(ViviInputError);
	expect(byId).toMatchObject({ field: 'threadId' });
});
