import { FORGOTTEN_AFTER_MS, SharedLimiters } from '../../../vivi/http/shared-limiters';

function sharedAt(time: { now: number }) {
	return new SharedLimiters({ now: () => time.now, sleep: async () => {} });
}

it('those who use the same key share a limiter, others have their own', () => {
	const limiters = sharedAt({ now: 0 });
	expect(limiters.of('a')).toBe(limiters.of('a'));
	expect(limiters.of('a')).not.toBe(limiters.of('b'));
});

it('a limiter is forgotten when nobody has asked for it for a while', () => {
	const time = { now: 0 };
	const limiters = sharedAt(time);
	const first = limiters.of('a');
	time.now = FORGOTTEN_AFTER_MS;
	expect(limiters.of('a')).toBe(first);
	time.now += FORGOTTEN_AFTER_MS + 1;
	expect(limiters.of('a')).not.toBe(first);
});
