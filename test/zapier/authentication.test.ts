import { authFields } from '../../zapier/src/authentication/fields';
import { createHandler } from './support/handler';
import App from '../../zapier/src';
import { channelOf, connect, keyOf, run } from './support/app';
import { useSandbox } from './support/use-sandbox';

const local = useSandbox();

const open = async (authData: Record<string, string>) =>
	await run<Record<string, string>>('authentication.sessionConfig.perform', { authData });
const test = async (authData: Record<string, string>) =>
	await run<Record<string, string>>('authentication.test', { authData });

/** What Zapier gets to see of a failure. */
async function failure(promise: Promise<unknown>): Promise<{ name: string; message: string }> {
	return await promise.then(
		() => ({ name: 'none', message: '' }),
		({ name, message }: Error) => ({ name, message }),
	);
}

describe('the session', () => {
	it('is an access token and its end, as texts side by side', async () => {
		const session = await open(keyOf(local.sandbox));

		expect(session).toEqual({
			accessToken: expect.stringMatching(/^eyJ/) as string,
			expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
		});
		const life = Date.parse(session['expiresAt']!) - Date.now();
		expect(life).toBeGreaterThan(23 * 3_600_000);
		expect(local.sandbox.stats()).toMatchObject({ exchanges: 1 });
	});

	it('is renewed without the old token going anywhere', async () => {
		const old = await connect(keyOf(local.sandbox));
		const log: Array<[string, unknown]> = [];

		const session = await run<Record<string, string>>(
			'authentication.sessionConfig.perform',
			{ authData: old },
			log,
		);

		expect(session['accessToken']).not.toBe(old['accessToken']);
		const [, exchange] = log.find(([message]) => message.includes('/oauth/token'))!;
		expect((exchange as Record<string, string>)['request_headers']).not.toMatch(/authorization/i);
	});

	it('is none for the key of a channel alone', async () => {
		expect(await open(channelOf(local.sandbox))).toEqual({ accessToken: '', expiresAt: '' });
		expect(local.sandbox.stats().exchanges).toBe(0);
	});

	test.each(['client_id', 'client_secret', 'audience', 'token_url', 'account_id'])(
		'asks for %s by its label when it is empty, and sends nothing',
		async (name) => {
			const { label } = authFields.find(({ key }) => key === name)!;

			const { message, name: kind } = await failure(open({ ...keyOf(local.sandbox), [name]: ' ' }));

			expect(kind).toBe('AppError');
			expect(message).toContain(`'${label}' is empty.`);
			expect(local.sandbox.stats().tokenCalls).toBe(0);
		},
	);
});
