import { realChannel, realVivi } from '../../../../scripts/vivi/environment';

const complete = {
	VIVI_CLIENT_ID: 'id',
	VIVI_CLIENT_SECRET: ' secret ',
	VIVI_AUDIENCE: 'aud',
	VIVI_TOKEN_URL: 'https://auth.example/token',
	VIVI_ACCOUNT_ID: 'acc',
};

test('nothing set means the sandbox', () => {
	expect(realVivi({ PATH: '/bin', VIVI_CLIENT_ID: ' ' })).toBeUndefined();
});

test('a complete key is trimmed and gets the public address', () => {
	expect(realVivi(complete)).toEqual({
		clientId: 'id',
		clientSecret: 'secret',
		audience: 'aud',
		tokenUrl: 'https://auth.example/token',
		accountId: 'acc',
		workspaceId: '',
		baseUrl: 'https://api.vivi.bot',
	});
});

test('every variable that is missing is named, and no value is', () => {
	const { VIVI_AUDIENCE: _a, VIVI_TOKEN_URL: _t, ...part } = complete;
	expect(() => realVivi(part)).toThrow(/VIVI_AUDIENCE, VIVI_TOKEN_URL must/);
	expect(() => realVivi(part)).not.toThrow(/secret /);
});

test.each(['VIVI_WORKSPACE_ID', 'VIVI_BASE_URL', 'VIVI_CHANNEL_ID'])(
	'%s alone does not mean the sandbox',
	(name) => {
		expect(() => realVivi({ [name]: 'x' })).toThrow(/VIVI_CLIENT_ID/);
	},
);

describe('an API channel', () => {
	const channel = { VIVI_CHANNEL_ID: ' chn ', VIVI_CHANNEL_KEY: 'key' };

	test('is trimmed and gets the address of VIVI’s page', () => {
		const { baseUrl, ...rest } = realChannel(channel)!;
		expect(rest).toEqual({ channelId: 'chn', apiKey: 'key' });
		expect(baseUrl).toMatch(/^https:.*vivi\.bot$/);
		expect(realChannel({ ...channel, VIVI_CHANNEL_BASE_URL: 'https://own' })).toMatchObject({
			baseUrl: 'https://own',
		});
	});

	test('need not be there, but not in part', () => {
		expect(realChannel({ VIVI_CHANNEL_KEY: ' ' })).toBeUndefined();
		expect(() => realChannel({ VIVI_CHANNEL_KEY: 'key' })).toThrow(/VIVI_CHANNEL_ID must/);
	});
});
