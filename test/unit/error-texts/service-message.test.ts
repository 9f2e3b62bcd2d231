import fc from 'fast-check';
import { scrub } from '../../../vivi/text/scrub';
import { serviceMessage } from '../../../vivi/error-texts/service-message';

describe('serviceMessage', () => {
	it.each<[unknown, string | undefined]>([
		[{ message: 'Name is taken' }, 'Name is taken'],
		[{ error: { code: 'x', message: 'Name is taken' } }, 'Name is taken'],
		[{ error: 'invalid_client' }, 'invalid_client'],
		[{ error: 'invalid_client', error_description: 'Unknown client' }, 'Unknown client'],
		[{ detail: 'Not found' }, 'Not found'],
		[{ detail: [{ loc: ['body', 'name'], msg: 'field required' }] }, 'body.name: field required'],
		[{ errors: ['a', { message: 'b' }] }, 'a; b'],
		[{ errors: [{ field: 'name', message: 'is required' }] }, 'name: is required'],
		[{ errors: { name: ['is required'] } }, 'name: is required'],
		[{ message: ['a', 'b'] }, 'a; b'],
		[
			{ message: 'Invalid', errors: [{ path: 'role', message: 'is unknown' }] },
			'Invalid (role: is unknown)',
		],
		[{ message: ' two\n lines\t' }, 'two lines'],
		[{ message: '' }, undefined],
		[{ message: 7 }, undefined],
		[{ data: 'x' }, undefined],
		['a bare text', undefined],
		[{ message: '<b>no</b>' }, undefined],
	])('%j → %s', (body, text) => expect(serviceMessage(JSON.stringify(body))).toBe(text));

	it.each(['', 'Bad Gateway', '<html>x</html>', '{"message":'])('finds none in %j', (body) =>
		expect(serviceMessage(body)).toBeUndefined(),
	);

	it('always is one short line, whatever the body', () => {
		const value = fc.letrec((tie) => ({
			any: fc.oneof(
				{ depthSize: 'small' },
				fc.string({ unit: 'binary', maxLength: 500 }),
				fc.array(tie('any'), { maxLength: 4 }),
				fc.dictionary(
					fc.constantFrom('message', 'error', 'errors', 'detail', 'details', 'field'),
					tie('any'),
				),
			),
		})).any;
		fc.assert(
			fc.property(value, (body) => {
				const text = serviceMessage(JSON.stringify(body)) ?? 'none';
				expect(text.length).toBeLessThanOrEqual(300);
				expect(text).not.toMatch(/\p{Cc}|<[a-z]/iu);
			}),
		);
	});
});

describe('scrub', () => {
	const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
	it.each([
		[`bad token ${jwt} given`, jwt],
		[`"${jwt.slice(0, 30)}"`, jwt.slice(0, 30)],
		['Authorization: Bearer abc.def', 'abc.def'],
		['client_secret=hunter2 is wrong', 'hunter2'],
		['{"password": "hunter2"}', 'hunter2'],
		['key 8sJd73hSkw02kdSk29sKdmw93jdLsk20', '8sJd73hSkw02kdSk29sKdmw93jdLsk20'],
		['key q2+W/8sJd73/hSkw02/kdSk29s/Kdmw93jd=', 'kdSk29s'],
		['hash 5f4dcc3b5aa765d61d8327deb882cf99', '5f4dcc3b5aa765d61d8327deb882cf99'],
	])('hides what is secret in %j', (text, secret) => {
		expect(scrub(text)).toContain('[hidden]');
		expect(scrub(text)).not.toContain(secret);
	});

	it.each([
		'Agent agt_7be20a91 does not exist',
		'Thread 0f8fad5b-d9cb-469f-a165-70867728950e does not exist',
		'See https://docs.vivi.bot/documentation/core-concepts/agents',
		'/accounts/acc_1/workspaces/0f8fad5b-d9cb-469f-a165-70867728950e/agents',
		'Record 507f1f77bcf86cd799439011',
	])('leaves %j alone', (text) => expect(scrub(text)).toBe(text));

	it('cuts at 300 characters and at no half one', () => {
		const text = scrub(`${'ab '.repeat(99)}a😀😀😀😀`)!;
		expect(text).toMatch(/ a…$/);
		expect(text.length).toBeLessThanOrEqual(300);
	});
});
